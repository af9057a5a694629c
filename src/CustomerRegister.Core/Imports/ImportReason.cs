namespace CustomerRegister.Imports;

/// <summary>Why a row is not taken in.</summary>
public enum ImportReason
{
    // The row itself: see CsvRowFault.
    WrongColumnCount,
    MisplacedQuote,
    UnclosedQuote,
    RowTooLong,
    NulCharacter,
    UnreadableCharacter,

    // One of its values.
    MissingValue,
    ValueTooLong,
    UnreadableDay,
    UnreadableNumber,
    NumberTooPrecise,
    NumberTooLarge,
    NegativeNumber,
    DiscountOutOfRange,
    UnreadablePhone,
    UnreadableEmail,
    UnreadableWebAddress,
    UnreadableBusinessId,
    UnknownLanguage,
    UnknownCurrency,

    // What it refers to.
    RepeatedKey,
    UnknownCustomer,
    UnknownOrder,
    OrderArchived,
    /// <summary>An update that fits nobody in the register.</summary>
    UnknownPerson,
    /// <summary>An update that fits more people than could be told apart.</summary>
    TooManyPeople,
    /// <summary>An update of an address that is protected: such a file never overwrites it.</summary>
    AddressProtected,
    /// <summary>The person was erased from the register, by request or because their time was over: a person decides whether they come back.</summary>
    Forgotten,
    /// <summary>The processing of the customer's data is restricted: no new order is taken in (GDPR Art. 18(2)).</summary>
    Restricted,
}

/// <summary>What is wrong with a row, and where. Never holds the value.</summary>
/// <param name="Field">The field concerned; null where it is the row.</param>
/// <param name="Column">The column of the file, counted from 1; null where it is the row.</param>
/// <param name="Expected">Columns of the header, with <see cref="ImportReason.WrongColumnCount"/>; the greatest length in characters, with <see cref="ImportReason.ValueTooLong"/>.</param>
/// <param name="Found">Columns of the row; length of the value.</param>
public sealed record RowProblem(ImportReason Reason, ImportField? Field = null, int? Column = null, int? Expected = null, int? Found = null)
{
    internal static RowProblem Of(CsvRowError error) => error.Fault switch
    {
        CsvRowFault.WrongColumnCount => new(ImportReason.WrongColumnCount, Expected: error.Expected, Found: error.Found),
        CsvRowFault.MisplacedQuote => new(ImportReason.MisplacedQuote),
        CsvRowFault.UnclosedQuote => new(ImportReason.UnclosedQuote),
        CsvRowFault.TooLong => new(ImportReason.RowTooLong),
        CsvRowFault.NulCharacter => new(ImportReason.NulCharacter),
        CsvRowFault.UnreadableCharacter => new(ImportReason.UnreadableCharacter),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error.Fault, null),
    };
}
