using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Customers;

/// <summary>
/// A telephone number. Where it can be told which number in the world it is, in the international form of ITU-T E.164
/// (<c>+358401234567</c>); else the text as it was written, for a number that we can't place is still somebody's number.
/// </summary>
/// <remarks>
/// It can be told when the text begins with <c>+</c> or <c>00</c>, or when the country is known and the digits fit that country's
/// numbering plan. Old numbers, extensions and two numbers in one field stay as written. Equal are numbers with the same
/// international form, or else with the same letters and digits.
/// </remarks>
public sealed class PhoneNumber : IEquatable<PhoneNumber>
{
    /// <summary>The longest text that is kept, in characters.</summary>
    public const int MaxLength = 40;

    private readonly string _key;

    private PhoneNumber(string value)
    {
        Value = value;
        Digits = DigitsOf(value);
        _key = IsInternational ? value : SearchText.Fold(value).Replace(" ", "");
    }

    /// <summary>What is stored: the international form, or else the text as written.</summary>
    public string Value { get; }

    /// <summary>The digits alone, for search; an international number begins with its calling code.</summary>
    public string Digits { get; }

    /// <summary>Is this the international form of E.164?</summary>
    public bool IsInternational => Value.Length > 8 && Value[0] == '+' && Value.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>For people's eyes: <c>+358 40 123 4567</c>, or the text as written.</summary>
    public string Readable
    {
        get
        {
            if (!IsInternational || NumberingPlan.OfInternational(Digits) is not { } plan)
                return Value;
            var rest = Digits[plan.CallingCode.Length..];
            var text = new StringBuilder("+").Append(plan.CallingCode);
            // Finnish mobile numbers: the operator's prefix stands apart.
            if (plan.CallingCode == "358" && (rest[0] == '4' || rest.StartsWith("50", StringComparison.Ordinal)) && rest.Length > 5)
            {
                text.Append(' ').Append(rest, 0, 2);
                rest = rest[2..];
            }

            while (rest.Length > 4)
            {
                text.Append(' ').Append(rest, 0, 3);
                rest = rest[3..];
            }

            return text.Append(' ').Append(rest).ToString();
        }
    }

    /// <summary>Reads a number that was written in Finland.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PhoneNumber? number) =>
        TryParse(text, CountryCode.Finland, out number);

    /// <summary>
    /// Reads a number. Fails only if the text cannot be one: fewer than three digits, more letters than digits, longer than
    /// <see cref="MaxLength"/>, or with control characters.
    /// </summary>
    /// <param name="text">The number as written.</param>
    /// <param name="country">ISO 3166-1 alpha-2 code of the country it was written in; null if not known, then nothing is guessed.</param>
    /// <param name="number">The number.</param>
    public static bool TryParse(string? text, string? country, [NotNullWhen(true)] out PhoneNumber? number)
    {
        number = null;
        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().Trim().ContainsAnyInRange('\0', '\u001f'))
            return false;
        var written = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var digits = DigitsOf(written);
        if (written.Length > MaxLength || digits.Length < 3 || written.Count(char.IsLetter) > digits.Length)
            return false;
        number = new PhoneNumber(International(written, country) ?? written);
        return true;
    }

    /// <exception cref="FormatException">The text cannot be a telephone number.</exception>
    public static PhoneNumber Parse(string? text, string? country = CountryCode.Finland) =>
        TryParse(text, country, out var number) ? number : throw new FormatException("Not a telephone number.");

    /// <summary>Takes back what <see cref="Value"/> gave, without reading it anew.</summary>
    public static PhoneNumber FromStored(string stored) => new(stored);

    /// <summary>
    /// What to look for inside <see cref="Digits"/> when somebody types (part of) a number: digits without the zeros in
    /// front, which are dialled at home but are no part of the number abroad. Empty if there is no digit but zero.
    /// </summary>
    public static string SearchDigits(string? typed) =>
        typed is null ? "" : DigitsOf(typed.Replace("(0)", "", StringComparison.Ordinal)).TrimStart('0');

    public bool Equals(PhoneNumber? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as PhoneNumber);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    public static bool operator ==(PhoneNumber? left, PhoneNumber? right) => Equals(left, right);

    public static bool operator !=(PhoneNumber? left, PhoneNumber? right) => !Equals(left, right);

    private static string? International(string written, string? country)
    {
        // Anything but digits and the usual separators says more than one plain number does.
        for (var i = 0; i < written.Length; i++)
            if (CharUnicodeInfo.GetDecimalDigitValue(written[i]) < 0 && !IsSeparator(written[i]) && !(i == 0 && written[i] == '+'))
                return null;

        var dialled = DigitsOf(written);
        var abroad = written[0] == '+' || dialled.StartsWith("00", StringComparison.Ordinal);
        if (!abroad)
            return country is not null && NumberingPlan.Of(country) is { } home && home.Significant(dialled) is { } national
                ? $"+{home.CallingCode}{national}"
                : null;

        // "+358 (0)40": the bracketed zero is for callers at home.
        var digits = DigitsOf(written.Replace("(0)", "", StringComparison.Ordinal));
        if (written[0] != '+')
            digits = digits[2..];
        if (NumberingPlan.OfInternational(digits) is { } plan)
        {
            var rest = digits[plan.CallingCode.Length..];
            if (plan.TrunkPrefix == "0")
                rest = rest.TrimStart('0');
            return plan.Fits(rest) ? $"+{plan.CallingCode}{rest}" : null;
        }

        return digits.Length is >= 8 and <= 15 && digits[0] != '0' ? "+" + digits : null;
    }

    private static bool IsSeparator(char c) =>
        c is ' ' or '(' or ')' or '.' or '-' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212';

    private static string DigitsOf(string text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
                digits.Append((char)('0' + digit));
        return digits.ToString();
    }
}

/// <summary>Stores <see cref="PhoneNumber.Value"/>.</summary>
public sealed class PhoneNumberConverter()
    : ValueConverter<PhoneNumber, string>(v => v.Value, s => PhoneNumber.FromStored(s));
