using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Orders;

/// <summary>
/// The reference number of a Finnish invoice (viitenumero; Finance Finland, <em>Forming a reference number</em>): three to nineteen digits of the
/// biller's own and a check digit. From the right, digits are weighted 7, 3, 1, 7, 3, 1 …; the check digit makes the sum full tens.
/// </summary>
/// <remarks>Spaces and zeros in front mean nothing: <c>00 12 34561</c> is <c>1234561</c>.</remarks>
public sealed record ReferenceNumber
{
    /// <summary>Most digits, with the check digit.</summary>
    public const int MaxLength = 20;

    private const int MinLength = 4;

    private ReferenceNumber(string value) => Value = value;

    /// <summary>The digits with the check digit last, without spaces.</summary>
    public string Value { get; }

    /// <summary>As printed on an invoice: groups of five digits from the right.</summary>
    public string Readable
    {
        get
        {
            var first = Value.Length % 5;
            var groups = Enumerable.Range(0, Value.Length / 5).Select(i => Value.Substring(first + i * 5, 5));
            return string.Join(' ', groups.Prepend(Value[..first]).Where(group => group.Length > 0));
        }
    }

    /// <summary>Makes the reference number of a number of the biller's own, such as the invoice number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has fewer than three digits.</exception>
    public static ReferenceNumber For(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 100);
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return new ReferenceNumber($"{digits}{CheckDigit(digits)}");
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out ReferenceNumber? number)
    {
        number = null;
        if (text is null)
            return false;
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).TrimStart('0');
        if (digits.Length is < MinLength or > MaxLength || !digits.All(char.IsAsciiDigit)
            || CheckDigit(digits.AsSpan(0, digits.Length - 1)) != digits[^1] - '0')
            return false;
        number = new ReferenceNumber(digits);
        return true;
    }

    /// <exception cref="FormatException">The text is no reference number, or its check digit is wrong.</exception>
    public static ReferenceNumber Parse(string? text) =>
        TryParse(text, out var number) ? number : throw new FormatException("Not a reference number.");

    /// <summary>Takes back what <see cref="Value"/> gave, without checking it again.</summary>
    public static ReferenceNumber FromStored(string stored) => new(stored);

    public override string ToString() => Value;

    private static int CheckDigit(ReadOnlySpan<char> digits)
    {
        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += weights[i % 3] * (digits[digits.Length - 1 - i] - '0');
        return (10 - sum % 10) % 10;
    }
}

/// <summary>Stores <see cref="ReferenceNumber.Value"/>.</summary>
public sealed class ReferenceNumberConverter()
    : ValueConverter<ReferenceNumber, string>(v => v.Value, s => ReferenceNumber.FromStored(s));
