using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace CustomerRegister.Customers;

/// <summary>
/// Reads a host name as it may stand in an e-mail or web address: at least two labels, letters, digits and inner hyphens
/// (RFC 1034 section 3.5, RFC 1123 section 2.1), international names as punycode (RFC 5891), at most 253 characters.
/// </summary>
internal static class DomainName
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Gives the name in lower case ASCII. IP addresses, single labels and a numeric top label are not names.</summary>
    public static bool TryNormalize(string text, [NotNullWhen(true)] out string? ascii)
    {
        ascii = null;
        // Checked before the mapping, which would drop invisible characters (UTS 46) and so let two writings look different.
        foreach (var c in text)
            if (char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
                return false;
        if ((IsPlain(text) ? text : Punycode(text))?.ToLowerInvariant() is not { } name)
            return false;
        if (name.Length is 0 or > 253 || IPAddress.TryParse(name, out _))
            return false;
        var labels = name.Split('.');
        if (labels.Length < 2 || !labels.All(IsLabel) || labels[^1].All(char.IsAsciiDigit) || labels[^1].Length < 2)
            return false;
        ascii = name;
        return true;
    }

    /// <summary>The name as its owner writes it, letters instead of punycode.</summary>
    public static string ToUnicode(string ascii)
    {
        try
        {
            return Idn.GetUnicode(ascii);
        }
        catch (ArgumentException)
        {
            return ascii;
        }
    }

    /// <summary>Whether the name needs no mapping, which is most of the work. What looks like punycode must be proved to be some.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
                return false;
        }

        return !text.Contains("xn--", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Punycode(string text)
    {
        try
        {
            return Idn.GetAscii(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
