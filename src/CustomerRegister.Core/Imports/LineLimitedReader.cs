namespace CustomerRegister.Imports;

/// <summary>A line is longer than allowed.</summary>
internal sealed class LineTooLongException : IOException;

/// <summary>
/// Stops at a line that is longer than allowed, before a parser that must hold a whole row has taken the memory for it.
/// The lines before it are all delivered first.
/// </summary>
internal sealed class LineLimitedReader(TextReader inner, int limit) : TextReader
{
    private long _sinceLineBreak;
    private bool _stopped;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        ThrowIfStopped();
        return Allowed(buffer[..inner.Read(buffer)]);
    }

    public override Task<int> ReadAsync(char[] buffer, int index, int count) => ReadAsync(buffer.AsMemory(index, count)).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfStopped();
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Allowed(buffer.Span[..read]);
    }

    /// <summary>How many of these characters come before a line that is too long.</summary>
    /// <exception cref="LineTooLongException">None.</exception>
    private int Allowed(ReadOnlySpan<char> text)
    {
        var lineStart = 0;
        while (lineStart < text.Length)
        {
            var end = text[lineStart..].IndexOfAny('\r', '\n');
            _sinceLineBreak += end < 0 ? text.Length - lineStart : end;
            if (_sinceLineBreak > limit)
            {
                _stopped = true;
                if (lineStart == 0)
                    ThrowIfStopped();
                return lineStart;
            }

            if (end < 0)
                break;
            _sinceLineBreak = 0;
            lineStart += end + 1;
        }

        return text.Length;
    }

    private void ThrowIfStopped()
    {
        if (_stopped)
            throw new LineTooLongException();
    }
}
