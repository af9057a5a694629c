namespace CustomerRegister.Customers;

/// <summary>Text as people write it, made fit to store: control characters, which no database and no reader wants, become spaces.</summary>
public static class WrittenText
{
    /// <summary>A name or the like, trimmed; null for nothing.</summary>
    public static string? OneLine(string? text)
    {
        if (text is null)
            return null;
        var line = text.Any(IsControl) ? string.Concat(text.Select(c => IsControl(c) ? ' ' : c)) : text;
        return line.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    /// <summary>A text of several lines, trimmed, with <c>\n</c> between them; null for nothing.</summary>
    public static string? Lines(string? text)
    {
        var lines = text?.ReplaceLineEndings("\n");
        return string.Concat((lines ?? "").Select(c => c != '\n' && IsControl(c) ? ' ' : c)).Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    // Beside Unicode's category, what ends a line (U+2028, U+2029) and what turns the order of other people's letters around (the embeddings, overrides and isolates of UAX 9).
    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
