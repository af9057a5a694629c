using System.Globalization;
using System.Text;

namespace CustomerRegister.Credentials;

public enum PasswordWeakness
{
    TooShort,
    TooLong,
    /// <summary>It is a common password, or made of common words, runs of the keyboard and numbers.</summary>
    TooCommon,
    /// <summary>It is made of the person's own name or address, or of the register's or the employer's.</summary>
    NamesYou,
}

/// <summary>
/// What a new password must be like (NIST SP 800-63B, section 5.1.1.2): long, and not among the first that a guesser tries. No kinds of characters are prescribed.
/// What is common, in whatever order and dress, is taken away; something must be left.
/// </summary>
public static class PasswordRule
{
    public const int Shortest = 12, Longest = 200;

    private const int LeastLeft = 5, LeastKinds = 4, ShortestRun = 3, ShortestOwnWord = 3;

    private static readonly string[] Rows = ["qwertyuiopå", "asdfghjklöä", "zxcvbnm", "1234567890", "1qaz2wsx3edc4rfv5tgb", "abcdefghijklmnopqrstuvwxyzåäö"];

    // Longest first, so that a part never hides the whole.
    private static readonly string[] Common = CommonWords();

    /// <param name="own">Names and addresses of the person, the employer and the register.</param>
    public static PasswordWeakness? WeaknessOf(string password, IEnumerable<string> own)
    {
        var length = password.EnumerateRunes().Count();
        if (length < Shortest)
            return PasswordWeakness.TooShort;
        if (password.Length > Longest)
            return PasswordWeakness.TooLong;

        var plain = Fold(password);
        if (IsRepetition(plain))
            return PasswordWeakness.TooCommon;
        var ownWords = own.SelectMany(text => Fold(text).Split([' ', '.', '@', '-', '_', '&', ',', '+'], StringSplitOptions.RemoveEmptyEntries))
            .Where(word => word.Length >= ShortestOwnWord).Distinct().OrderByDescending(word => word.Length).ToList();
        // Common alone decides first: it is the better advice.
        if (!IsEnough(WithoutCommon(plain)))
            return PasswordWeakness.TooCommon;
        return IsEnough(WithoutCommon(Without(plain, ownWords))) ? null : PasswordWeakness.NamesYou;
    }

    private static string WithoutCommon(string plain)
    {
        // As typed, and as read where figures stand for letters, before or after runs such as 123 are gone: what leaves least counts.
        return new[] { plain, Read(plain), Read(WithoutRuns(plain)) }.Select(Shorten).MinBy(left => left.Length)!;

        static string Read(string text) => string.Concat(text.Select(Letter));

        static string Shorten(string text) => WithoutNumbers(WithoutRuns(Without(text, Common)));
    }

    private static bool IsEnough(string left)
    {
        var signs = left.Where(c => !char.IsWhiteSpace(c)).ToList();
        return signs.Count >= LeastLeft && signs.Distinct().Count() >= LeastKinds;
    }

    // A gap stays where something was, or its neighbours would make new words.
    private static string Without(string text, IEnumerable<string> words)
    {
        foreach (var word in words)
            text = text.Replace(word, " ", StringComparison.Ordinal);
        return text;
    }

    private static string WithoutRuns(string text)
    {
        var left = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var run = LongestRunAt(text, at);
            left.Append(run >= ShortestRun ? ' ' : text[at]);
            at += run >= ShortestRun ? run : 1;
        }

        return left.ToString();
    }

    private static int LongestRunAt(string text, int at)
    {
        var same = 1;
        while (at + same < text.Length && text[at + same] == text[at])
            same++;
        return Rows.SelectMany(row => new[] { Along(row, 1), Along(row, -1) }).Append(same).Max();

        int Along(string row, int step)
        {
            var (length, place) = (0, row.IndexOf(text[at], StringComparison.Ordinal));
            while (place >= 0 && place < row.Length && at + length < text.Length && row[place] == text[at + length])
                (length, place) = (length + 1, place + step);
            return length;
        }
    }

    /// <summary>Numbers and signs at either end, and years, are what everybody adds.</summary>
    private static string WithoutNumbers(string text)
    {
        for (var at = 0; at + 4 <= text.Length; at++)
        {
            if (text.AsSpan(at, 2) is "19" or "20" && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3]))
                text = string.Concat(text.AsSpan(0, at), " ", text.AsSpan(at + 4));
        }

        return text.Trim([.. "0123456789!?.,-_#*+/$@%&=() "]);
    }

    /// <summary>Whether it is one short piece written again and again.</summary>
    private static bool IsRepetition(string text)
    {
        for (var unit = 1; unit <= Math.Min(8, text.Length / 2); unit++)
        {
            if (Enumerable.Range(unit, text.Length - unit).All(at => text[at] == text[at - unit]))
                return true;
        }

        return false;
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder();
        foreach (var c in text.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))
            folded.Append(c);
        return folded.ToString();
    }

    private static char Letter(char c) => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' => 'i',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    };

    private static string[] CommonWords()
    {
        var assembly = typeof(PasswordRule).Assembly;
        using var list = assembly.GetManifestResourceStream("CustomerRegister.Credentials.CommonPasswords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is missing from the program.");
        using var reader = new StreamReader(list);
        return [.. reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Fold).Distinct().OrderByDescending(word => word.Length)];
    }
}
