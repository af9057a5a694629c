using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class EInvoiceAddress_tests
{
    [Theory]
    // Business identity codes as the tests of BusinessId have them: 0112038-9 and 2129112-6 have right check digits.
    [InlineData("003701120389", "003721291126", "003701120389", "003721291126", EInvoiceAddressKind.Ovt)]
    [InlineData("0037 0112038-9", " e204503 ", "003701120389", "E204503", EInvoiceAddressKind.Ovt)]
    [InlineData("00370112038900001", "BAWCFI22", "00370112038900001", "BAWCFI22", EInvoiceAddressKind.Ovt)]
    [InlineData("003701120389myy", "BAWCFI22", "003701120389MYY", "BAWCFI22", EInvoiceAddressKind.Ovt)]
    [InlineData("0216:003701120389", "0037:21291126", "003701120389", "003721291126", EInvoiceAddressKind.Ovt)]
    [InlineData("TE003701120389", "003721291126", "TE003701120389", "003721291126", EInvoiceAddressKind.Ovt)]
    [InlineData("4006381333931", "INEXCHANGE", "4006381333931", "INEXCHANGE", EInvoiceAddressKind.Gln)]
    [InlineData("fi21 1234 5600 0007 85", "NDEAFIHH", "FI2112345600000785", "NDEAFIHH", EInvoiceAddressKind.Iban)]
    [InlineData("DE89370400440532013000", "OKOYFIHHXXX", "DE89370400440532013000", "OKOYFIHHXXX", EInvoiceAddressKind.Iban)]
    public void Codes_are_read_in_their_writings_and_kept_in_one(string address, string @operator, string keptAddress, string keptOperator, EInvoiceAddressKind kind)
    {
        Assert.True(EInvoiceAddress.TryCreate(address, @operator, out var made, out var fault), fault.ToString());

        Assert.Equal((keptAddress, keptOperator, kind), (made.Address, made.Operator, made.Kind));
        Assert.Equal(made, EInvoiceAddress.Create(made.Address, made.Operator));
    }

    [Theory]
    [InlineData("", "NDEAFIHH", EInvoiceFault.AddressMissing)]
    [InlineData(null, "NDEAFIHH", EInvoiceFault.AddressMissing)]
    [InlineData("003701120389", " ", EInvoiceFault.OperatorMissing)]
    // A wrong check digit: of the business identity code, of the location number, of the account number.
    [InlineData("003701120388", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("4006381333932", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("FI2112345600000786", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    // A suffix of six, a Finnish account number of 17, letters that are no ASCII, an e-mail address.
    [InlineData("003701120389000001", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("FI211234560000078", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("003701120389ä", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("aino@example.fi", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("0000000000000", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("٠٠٣٧٠١١٢٠٣٨٩", "NDEAFIHH", EInvoiceFault.AddressWrong)]
    [InlineData("003701120389", "003701120388", EInvoiceFault.OperatorWrong)]
    [InlineData("003701120389", "ABCD", EInvoiceFault.OperatorWrong)]
    [InlineData("003701120389", "A2345678901234567890B", EInvoiceFault.OperatorWrong)]
    [InlineData("003701120389", "Nordea pankki!", EInvoiceFault.OperatorWrong)]
    public void What_is_wrong_or_missing_is_named(string? address, string? @operator, EInvoiceFault expected)
    {
        Assert.False(EInvoiceAddress.TryCreate(address, @operator, out var made, out var fault));

        Assert.Null(made);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void Every_single_wrong_digit_is_found()
    {
        foreach (var right in (string[])["003701120389", "4006381333931", "FI2112345600000785"])
        {
            for (var i = right.StartsWith("0037", StringComparison.Ordinal) ? 4 : 2; i < right.Length; i++)
            {
                for (var digit = '0'; digit <= '9'; digit++)
                {
                    var wrong = $"{right[..i]}{digit}{right[(i + 1)..]}";
                    Assert.Equal(wrong == right, EInvoiceAddress.TryCreate(wrong, "NDEAFIHH", out _, out _));
                }
            }
        }
    }

    [Fact]
    public void An_account_number_is_shown_in_fours() =>
        Assert.Equal("FI21 1234 5600 0007 85", EInvoiceAddress.Create("FI2112345600000785", "NDEAFIHH").ReadableAddress);

    [Fact]
    public void Text_of_any_length_is_refused_without_trouble() =>
        Assert.False(EInvoiceAddress.TryCreate(new string('1', 1_000_000), new string('A', 1_000_000), out _, out _));
}
