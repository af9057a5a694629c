using System.Buffers;
using System.Globalization;
using System.Text;

namespace CustomerRegister.Customers;

/// <summary>
/// Folds text for search, the same way for what is stored and for what is asked, so that <em>hamalainen</em> finds
/// Hämäläinen on every database: compatibility decomposition (Unicode Annex 15), accents stripped, lower case, the letters
/// that do not decompose spelled out (ø, æ, ß, ł, đ, þ and their like), everything else than letters and digits one space.
/// </summary>
public static class SearchText
{
    /// <summary>Gives lower case letters and digits with single spaces between, none at the ends; empty for nothing.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (Ascii.IsValid(text))
            return FoldAscii(text);
        var source = Decompose(text);
        var folded = new StringBuilder(source.Length + 4);
        var gap = false;
        foreach (var rune in source.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
                continue;
            // Spacing marks are vowels in some scripts, so they belong to the word.
            if (!Rune.IsLetterOrDigit(rune) && category is not UnicodeCategory.SpacingCombiningMark)
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
                folded.Append(' ');
            gap = false;
            var lower = Rune.ToLowerInvariant(rune);
            if (SpelledOut(lower.Value) is { } letters)
                folded.Append(letters);
            else if (lower.IsBmp)
                folded.Append((char)lower.Value);
            else
                folded.Append(lower.ToString());
        }

        return folded.ToString();
    }

    /// <summary>The folded words, each once, in the order they were written.</summary>
    public static IReadOnlyList<string> Tokens(string? text) =>
        [.. Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    // Most of what is folded is plain, and an import folds ten texts a row.
    private static string FoldAscii(string text)
    {
        Span<char> folded = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var (length, gap) = (0, false);
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                gap = length > 0;
                continue;
            }

            // A gap takes the place of what stood in it, so it always fits.
            if (gap)
                folded[length++] = ' ';
            gap = false;
            folded[length++] = char.ToLowerInvariant(c);
        }

        return new string(folded[..length]);
    }

    private static string Decompose(string text)
    {
        // Half a surrogate pair (cut or hostile input) makes Normalize throw; it becomes U+FFFD and with that a space.
        if (text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            text = string.Concat(text.EnumerateRunes().Select(r => r.ToString()));
        // Noncharacters are refused by Normalize too on some systems.
        if (text.AsSpan().ContainsAny(Noncharacters))
            text = text.Replace('\uffff', ' ').Replace('\ufffe', ' ');
        return text.Normalize(NormalizationForm.FormKD);
    }

    private static readonly SearchValues<char> Noncharacters = SearchValues.Create('\ufffe', '\uffff');

    private static string? SpelledOut(int lower) => lower switch
    {
        'ø' => "o",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'ł' => "l",
        'đ' or 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ə' => "e",
        _ => null,
    };
}
