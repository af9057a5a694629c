using System.Diagnostics.CodeAnalysis;

namespace CustomerRegister.Customers;

public enum EInvoiceAddressKind
{
    /// <summary>Finnish OVT code: <c>0037</c>, the eight digits of the business identity code, and a suffix of at most five letters or digits (SFS 5748, ISO/IEC 6523).</summary>
    Ovt,

    /// <summary>GS1 Global Location Number: thirteen digits, the last one a check digit.</summary>
    Gln,

    /// <summary>An account number used as an address, as banks do (ISO 13616).</summary>
    Iban,
}

public enum EInvoiceFault
{
    AddressMissing,
    /// <summary>No OVT code, location number or account number, or its check digit is wrong.</summary>
    AddressWrong,
    OperatorMissing,
    /// <summary>No BIC, OVT code or other identifier of an operator.</summary>
    OperatorWrong,
}

/// <summary>
/// Where electronic invoices are sent: the receiver's address and the identifier of the operator (intermediary) or bank that passes them
/// on. Either alone reaches nobody. Both are kept in capitals without spaces and hyphens, a Peppol scheme before an OVT code is dropped.
/// </summary>
public sealed record EInvoiceAddress
{
    /// <summary>The longest either part may be as typed, in characters.</summary>
    public const int MaxLength = 50;

    private const string Finland = "0037";

    // For TryCreate and for the mapping, which binds parameters to properties by name.
    private EInvoiceAddress(string address, string @operator)
    {
        Address = address;
        Operator = @operator;
    }

    /// <summary>OVT code, location number or account number.</summary>
    public string Address { get; private init; }

    /// <summary>BIC, OVT code or the operator's own identifier, such as <c>E204503</c>.</summary>
    public string Operator { get; private init; }

    public EInvoiceAddressKind Kind =>
        IsOvt(Address) ? EInvoiceAddressKind.Ovt : char.IsAsciiLetter(Address[0]) ? EInvoiceAddressKind.Iban : EInvoiceAddressKind.Gln;

    /// <summary>For people's eyes: an account number in groups of four.</summary>
    public string ReadableAddress => Kind == EInvoiceAddressKind.Iban ? string.Join(' ', Address.Chunk(4).Select(part => new string(part))) : Address;

    /// <param name="fault">What is wrong; null exactly when the address was made.</param>
    public static bool TryCreate(string? address, string? @operator, [NotNullWhen(true)] out EInvoiceAddress? made, [NotNullWhen(false)] out EInvoiceFault? fault)
    {
        made = null;
        var (to, through) = (WithoutScheme(Tidy(address)), WithoutScheme(Tidy(@operator)));
        fault = to.Length == 0 ? EInvoiceFault.AddressMissing
            : to.Length > MaxLength || (!IsOvt(to) && !IsGln(to) && !IsIban(to)) ? EInvoiceFault.AddressWrong
            : through.Length == 0 ? EInvoiceFault.OperatorMissing
            : !IsOperator(through) ? EInvoiceFault.OperatorWrong
            : null;
        if (fault is not null)
            return false;
        made = new(to, through);
        return true;
    }

    /// <exception cref="FormatException">One part is missing or wrong.</exception>
    public static EInvoiceAddress Create(string? address, string? @operator) =>
        TryCreate(address, @operator, out var made, out var fault) ? made : throw new FormatException($"Not an e-invoice address: {fault}.");

    public override string ToString() => $"{Address} {Operator}";

    private static string Tidy(string? text) =>
        string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '\u2010' or '\u2011' or '\u2013' or '\u2212'))).ToUpperInvariant();

    // Peppol writes an OVT code as 0216:0037… or 0037:….
    private static string WithoutScheme(string text) =>
        text.StartsWith("0216:", StringComparison.Ordinal) ? text[5..]
        : text.StartsWith("0037:", StringComparison.Ordinal) ? Finland + text[5..]
        : text;

    private static bool IsOvt(string text)
    {
        // Some operators write TE before it, and route by that.
        var code = text.StartsWith("TE", StringComparison.Ordinal) ? text[2..] : text;
        return code.Length is >= 12 and <= 17 && code.StartsWith(Finland, StringComparison.Ordinal)
            && code.All(char.IsAsciiLetterOrDigit) && BusinessId.TryParse(code[4..12], out _);
    }

    private static bool IsGln(string text) =>
        text.Length == 13 && text.All(char.IsAsciiDigit) && !text.StartsWith(Finland, StringComparison.Ordinal)
        && text.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0 && text.Any(c => c != '0');

    /// <summary>Whether it is an account number without spaces, with the right check digits (ISO 13616).</summary>
    public static bool IsIban(string text)
    {
        if (text.Length is < 15 or > 34 || !text.All(char.IsAsciiLetterOrDigit)
            || !char.IsAsciiLetter(text[0]) || !char.IsAsciiLetter(text[1]) || !char.IsAsciiDigit(text[2]) || !char.IsAsciiDigit(text[3])
            || (text.StartsWith("FI", StringComparison.Ordinal) && text.Length != 18))
            return false;
        // Country and check digits go last, letters count from 10, and the whole leaves 1 when divided by 97.
        var rest = 0;
        foreach (var c in text[4..] + text[..4])
            rest = char.IsAsciiDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
        return rest == 1;
    }

    private static bool IsOperator(string text) =>
        text.Length is >= 5 and <= 20 && text.All(char.IsAsciiLetterOrDigit) && (!text.StartsWith(Finland, StringComparison.Ordinal) || IsOvt(text));
}
