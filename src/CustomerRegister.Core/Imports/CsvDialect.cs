using System.Buffers;
using System.Text;

namespace CustomerRegister.Imports;

/// <summary>How a CSV file (RFC 4180 and its relatives) is written. What was guessed can be corrected: <c>dialect with { Delimiter = ';' }</c>.</summary>
/// <param name="Encoding">The character encoding. A byte order mark at the file's beginning is skipped.</param>
/// <param name="Delimiter">What stands between fields: comma, semicolon or tab.</param>
/// <param name="NullWord">The word that stands for nothing, as database exports write <c>NULL</c>; null if there is none.</param>
public sealed record CsvDialect(Encoding Encoding, char Delimiter, string? NullWord)
{
    private const int HeadBytes = 64 * 1024;
    private const int LinesToCompare = 50;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    // What Excel writes in western Europe when it says "CSV".
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Guesses from the beginning of the file, and puts the stream back where it was. The encoding is that of the byte order mark; else UTF-16 if
    /// every other byte is zero; else UTF-8 if the first characters beyond ASCII are valid UTF-8, wherever in the file they come; else Windows-1252.
    /// The delimiter is the one that divides most lines like the first.
    /// </summary>
    /// <returns>Null if these are not the bytes of a text: a spreadsheet, a PDF, an image.</returns>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public static async Task<CsvDialect?> GuessAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        if (!stream.CanSeek)
            throw new ArgumentException("The stream must be able to seek.", nameof(stream));
        var start = stream.Position;
        var buffer = ArrayPool<byte>.Shared.Rent(HeadBytes);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, HeadBytes), HeadBytes, throwOnEndOfStream: false, cancellationToken);
            var head = buffer[..length];
            var encoding = Marked(head) ?? Utf16(head);
            if (encoding is null)
            {
                if (IsBinary(head))
                    return null;
                while (length > 0 && Ascii.IsValid(buffer.AsSpan(0, length)))
                    length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, HeadBytes), HeadBytes, throwOnEndOfStream: false, cancellationToken);
                encoding = IsMostlyUtf8(buffer.AsSpan(0, length), toTheEnd: length < HeadBytes) ? Utf8 : Windows1252;
            }

            return Read(encoding, encoding.GetString(head));
        }
        finally
        {
            stream.Position = start;
            // What passed through here are people's names and addresses.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The dialect of a file whose encoding somebody has said: the delimiter is guessed from what is then read.</summary>
    internal static async Task<CsvDialect> GuessAsync(Stream stream, Encoding encoding, CancellationToken cancellationToken)
    {
        var start = stream.Position;
        var buffer = new byte[HeadBytes];
        var length = await stream.ReadAtLeastAsync(buffer, HeadBytes, throwOnEndOfStream: false, cancellationToken);
        stream.Position = start;
        return Read(encoding, encoding.GetString(buffer, 0, length));
    }

    private static CsvDialect Read(Encoding encoding, string text)
    {
        var delimiter = GuessDelimiter(text);
        return new CsvDialect(encoding, delimiter, GuessNullWord(text, delimiter));
    }

    private static Encoding? Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xef, 0xbb, 0xbf, ..] => Utf8,
        [0xff, 0xfe, 0, 0, ..] => Encoding.UTF32,
        [0xff, 0xfe, ..] => Encoding.Unicode,
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    private static Encoding? Utf16(ReadOnlySpan<byte> head)
    {
        var pairs = head.Length / 2;
        if (pairs < 2)
            return null;
        int first = 0, second = 0;
        for (var i = 0; i < pairs; i++)
        {
            if (head[2 * i] == 0)
                first++;
            if (head[2 * i + 1] == 0)
                second++;
        }

        // Delimiters, digits and most letters have a zero byte, and text has nearly none in the other place.
        if (second > pairs * 0.7 && first < pairs * 0.05)
            return Encoding.Unicode;
        return first > pairs * 0.7 && second < pairs * 0.05 ? Encoding.BigEndianUnicode : null;
    }

    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        // Workbooks (zip, OLE) and PDF by their first bytes, the rest by control characters, of which a text has hardly any.
        if (head is [(byte)'P', (byte)'K', 3, 4, ..] or [0xd0, 0xcf, 0x11, 0xe0, ..] or [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..])
            return true;
        var controls = 0;
        foreach (var b in head)
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r'))
                controls++;
        return controls > 8 && controls > head.Length / 50;
    }

    /// <summary>One broken character does not make a UTF-8 file something else; in Windows-1252 nearly all of them are broken.</summary>
    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes, bool toTheEnd)
    {
        int valid = 0, broken = 0;
        while (bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7f) is >= 0 and var at)
        {
            bytes = bytes[at..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            // What was read may end in the middle of a character, the file may not.
            if (status == OperationStatus.NeedMoreData && !toTheEnd)
                break;
            if (status == OperationStatus.Done)
                valid++;
            else
                broken++;
            bytes = bytes[consumed..];
        }

        return valid > broken || broken == 0;
    }

    private static char GuessDelimiter(string text)
    {
        var best = (Delimiter: ',', Same: 0, Columns: 0);
        foreach (var delimiter in (ReadOnlySpan<char>)[',', ';', '\t'])
        {
            var counts = CountPerLine(text, delimiter);
            if (counts.Count == 0 || counts[0] == 0)
                continue;
            var same = counts.Count(count => count == counts[0]);
            if (same > best.Same || (same == best.Same && counts[0] > best.Columns))
                best = (delimiter, same, counts[0]);
        }

        return best.Delimiter;
    }

    /// <summary>How many of the delimiter stand outside quotes in each of the first lines that are not empty.</summary>
    private static List<int> CountPerLine(string text, char delimiter)
    {
        var counts = new List<int>();
        var (count, quoted, empty) = (0, false, true);
        foreach (var c in text)
        {
            if (c is '\r' or '\n' && !quoted)
            {
                if (!empty)
                    counts.Add(count);
                if (counts.Count == LinesToCompare)
                    return counts;
                (count, empty) = (0, true);
                continue;
            }

            empty = false;
            if (c == '"')
                quoted = !quoted;
            else if (c == delimiter && !quoted)
                count++;
        }

        // A last line without its end; it may be cut, so it only counts if it is all there is.
        if (!empty && counts.Count == 0)
            counts.Add(count);
        return counts;
    }

    private static string? GuessNullWord(string text, char delimiter)
    {
        const string word = "NULL";
        var found = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || IsEdge(text[at - 1])) && (end == text.Length || IsEdge(text[end])))
                found++;
        }

        // Once may be somebody's name.
        return found > 1 ? word : null;

        bool IsEdge(char c) => c == delimiter || c is '\r' or '\n';
    }
}
