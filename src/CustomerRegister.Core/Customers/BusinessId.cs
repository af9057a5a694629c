using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Customers;

/// <summary>
/// A Finnish business identity code (yritys- ja yhteisötunnus, Y-tunnus; Business Information Act 244/2001, section 9):
/// seven digits, a hyphen and a check digit. The check digit is 11 minus the remainder of the weighted sum (7, 9, 10, 5, 8,
/// 4, 2) by 11; remainder 0 gives 0 and codes with remainder 1 are never issued.
/// </summary>
/// <remarks>Also read: without the hyphen, old codes without the leading zero (<c>112038-9</c>), and as a VAT number (<c>FI01120389</c>).</remarks>
public sealed record BusinessId
{
    public const int Length = 9;

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2];

    private BusinessId(string value) => Value = value;

    /// <summary>Seven digits, hyphen, check digit: <c>0112038-9</c>.</summary>
    public string Value { get; }

    /// <summary>The same code as an EU value added tax number: <c>FI01120389</c>.</summary>
    public string VatNumber => $"FI{Value[..7]}{Value[8]}";

    public static bool TryParse(string? text, [NotNullWhen(true)] out BusinessId? id)
    {
        id = null;
        var code = text?.Trim() ?? "";
        var isVatNumber = code.StartsWith("FI", StringComparison.OrdinalIgnoreCase);
        if (isVatNumber)
            code = code[2..].TrimStart();
        // Word processors and forms put other dashes in place of the hyphen.
        code = code.Replace('\u2010', '-').Replace('\u2011', '-').Replace('\u2013', '-').Replace('\u2212', '-');
        var hyphen = code.IndexOf('-');
        if (hyphen >= 0 && hyphen != code.Length - 2)
            return false;
        var digits = code.Replace("-", "");
        if (digits.Length == 7 && hyphen == 6)
            digits = "0" + digits;
        if (digits.Length != 8 || !digits.All(char.IsAsciiDigit) || digits == "00000000")
            return false;
        if (CheckDigit(digits) != digits[7] - '0')
            return false;
        id = new BusinessId($"{digits[..7]}-{digits[7]}");
        return true;
    }

    /// <exception cref="FormatException">The text is no business identity code, or its check digit is wrong.</exception>
    public static BusinessId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a Finnish business identity code.");

    /// <summary>Takes back what <see cref="Value"/> gave, without checking it again.</summary>
    public static BusinessId FromStored(string stored) => new(stored);

    public override string ToString() => Value;

    private static int? CheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += Weights[i] * (digits[i] - '0');
        return (sum % 11) switch { 0 => 0, 1 => null, var rest => 11 - rest };
    }
}

/// <summary>Stores <see cref="BusinessId.Value"/>.</summary>
public sealed class BusinessIdConverter()
    : ValueConverter<BusinessId, string>(v => v.Value, s => BusinessId.FromStored(s));
