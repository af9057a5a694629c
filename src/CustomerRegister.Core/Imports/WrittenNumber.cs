using System.Globalization;

namespace CustomerRegister.Imports;

/// <summary>
/// A number as people and programs write it: decimal point or comma, thousands apart by spaces, apostrophes, or whichever of point and comma is not
/// the decimal mark. A percent sign divides by a hundred. <c>1,234</c> may mean two numbers and is not read.
/// </summary>
public static class WrittenNumber
{
    public static bool TryRead(string text, out decimal number)
    {
        number = 0;
        var plain = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '\u2019'))).Replace('\u2212', '-');
        var isPercentage = plain.EndsWith('%');
        if (isPercentage)
            plain = plain[..^1];
        var isNegative = plain.StartsWith('-');
        if (isNegative || plain.StartsWith('+'))
            plain = plain[1..];
        if (plain.Length == 0 || !plain.All(c => char.IsAsciiDigit(c) || c is '.' or ','))
            return false;

        var commas = plain.Count(c => c == ',');
        var points = plain.Count(c => c == '.');
        var (decimalMark, groupMark) = plain.LastIndexOf(',') > plain.LastIndexOf('.') ? (',', '.') : ('.', ',');
        if (commas > 1 && points == 0 || points > 1 && commas == 0)
            (decimalMark, groupMark) = (groupMark, decimalMark);
        if (plain.Count(c => c == decimalMark) > 1)
            return false;

        var parts = plain.Split(decimalMark);
        var groups = parts[0].Split(groupMark);
        if (groups.Length > 1 && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(g => g.Length != 3)) || parts.Length == 2 && parts[1].Contains(groupMark))
            return false;
        var whole = string.Concat(groups);
        // Twelve hundred and more, or one and a bit: only a lone comma before three digits leaves it open.
        if (decimalMark == ',' && groups.Length == 1 && parts is [_, { Length: 3 }] && whole.Length is >= 1 and <= 3 && whole[0] != '0')
            return false;

        if (!decimal.TryParse($"{whole}.{(parts.Length == 2 ? parts[1] : "0")}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number))
            return false;
        if (isPercentage)
            number /= 100;
        if (isNegative)
            number = -number;
        return true;
    }
}
