using System.Security.Cryptography;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>
/// Holds what is written to it until it is read once from the beginning. A little stays in memory; what is longer goes to a temporary file under a key that is
/// in memory only, and the file is deleted when the stream is closed: a copy of somebody's data is never left lying about readable.
/// </summary>
public sealed class SpillStream : Stream
{
    private const int InMemory = 256 * 1024;

    private readonly MemoryStream memory = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string folder;
    private FileStream? file;
    private Aes? aes;
    private CryptoStream? sealing;
    private long length;

    /// <param name="folder">Where the temporary file is made; null for the system's own.</param>
    public SpillStream(string? folder = null) => this.folder = folder ?? Path.GetTempPath();

    /// <summary>Whether it has become too long for memory.</summary>
    public bool IsSpilled => file is not null;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        length += buffer.Length;
        hash.AppendData(buffer);
        if (sealing is null && memory.Length + buffer.Length > InMemory)
            Spill();
        if (sealing is not null)
            sealing.Write(buffer);
        else
            memory.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    /// <summary>SHA-256 of what has been written so far, in hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(hash.GetCurrentHash());

    /// <summary>Ends the writing and gives what was written. It lives as long as this stream.</summary>
    public Stream Written()
    {
        if (sealing is null)
        {
            memory.Position = 0;
            return memory;
        }

        if (!sealing.HasFlushedFinalBlock)
            sealing.FlushFinalBlock();
        file!.Position = 0;
        return new CryptoStream(file, aes!.CreateDecryptor(), CryptoStreamMode.Read, leaveOpen: true);
    }

    public override void Flush()
    {
        // What a writer flushes stays where it is until it is read.
    }

    // A stream's own would do that nothing on another thread, and wait for it.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            memory.Dispose();
            hash.Dispose();
            file?.Dispose();
            aes?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Spill()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        file = new FileStream(Path.Combine(folder, $"package-{Path.GetRandomFileName()}"), options);
        aes = Aes.Create();
        sealing = new CryptoStream(file, aes.CreateEncryptor(), CryptoStreamMode.Write, leaveOpen: true);
        memory.WriteTo(sealing);
        memory.SetLength(0);
    }
}
