namespace CustomerRegister.Imports;

/// <summary>
/// A person's name that stands in one column, taken apart. The last word is the family name, together with the particles in small letters that stand before
/// it (<c>Isabel de Castro</c>, <c>Carl af Forselles</c>) and with a generation after it (<c>Sammy Davis Jr.</c>); all words before it are first names, and
/// names joined by a hyphen are one word. With a comma the family name comes first: <c>Koskitalo, Pirkko</c>. One word alone is a family name.
/// </summary>
public static class ContactName
{
    private static readonly string[] Generations = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

    public static (string FirstName, string LastName) Split(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0 && Words(name[..comma]) is { Length: > 0 } family && Words(name[(comma + 1)..]) is { Length: > 0 } given)
        {
            return given is [var only] && IsGeneration(only)
                ? Split($"{string.Join(' ', family)} {only}")
                : (string.Join(' ', given), string.Join(' ', family));
        }

        var words = Words(name);
        var start = words.Length - 1;
        if (start > 0 && IsGeneration(words[start]))
            start--;
        while (start > 1 && char.IsLower(words[start - 1][0]))
            start--;
        return start <= 0
            ? ("", string.Join(' ', words))
            : (string.Join(' ', words[..start]), string.Join(' ', words[start..]));
    }

    private static bool IsGeneration(string word) => Generations.Contains(word.ToLowerInvariant());

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
