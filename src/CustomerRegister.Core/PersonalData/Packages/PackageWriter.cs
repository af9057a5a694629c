using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>
/// Writes a package: a ZIP file whose last entry, <see cref="ManifestName"/>, names every other one with its size and SHA-256. Streams: nothing of a file is held
/// in memory once it is written.
/// </summary>
internal sealed class PackageWriter : IDisposable
{
    public const string ManifestName = "manifest.json";

    /// <summary>What the manifest says that it is.</summary>
    public const string Format = "customer-register-package";

    /// <summary>Raised when a reader of the former form would no longer understand it.</summary>
    public const int Version = 1;

    private readonly ZipArchive zip;
    private readonly DateTime madeAt;
    private readonly List<(string Name, long Size, string Hash)> files = [];

    /// <param name="target">Stays open.</param>
    /// <param name="madeAt">In UTC.</param>
    public PackageWriter(Stream target, DateTime madeAt) => (zip, this.madeAt) = (new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true), madeAt);

    public async Task Add(string name, Func<Stream, Task> write)
    {
        await using var entry = Open(name);
        await using var hashing = new HashingStream(entry);
        await write(hashing);
        files.Add((name, hashing.Size, hashing.Hash()));
    }

    /// <summary>Writes the manifest; nothing can be added afterwards.</summary>
    public void Finish()
    {
        using (var entry = Open(ManifestName))
        using (var json = new Utf8JsonWriter(entry, PackageJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("madeAt", PackageJson.Instant(madeAt));
            json.WriteStartArray("files");
            foreach (var (name, size, hash) in files)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteNumber("size", size);
                json.WriteString("sha256", hash);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        zip.Dispose();
    }

    public void Dispose() => zip.Dispose();

    private Stream Open(string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = TimeZoneInfo.ConvertTimeFromUtc(madeAt, HelsinkiTime.Zone);
        return entry.Open();
    }

    /// <summary>Counts and hashes what goes through it.</summary>
    private sealed class HashingStream(Stream target) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Size { get; private set; }

        public string Hash() => Convert.ToHexStringLower(hash.GetHashAndReset());

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Size;

        public override long Position { get => Size; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            Size += buffer.Length;
            target.Write(buffer);
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

        public override void Flush()
        {
            // Flushing a compressed stream early only makes it longer.
        }

        // A stream's own would do that nothing on another thread, and wait for it.
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                hash.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>How values read in the packages' JSON: days as <c>2026-11-22</c>, instants in UTC as <c>2026-11-22T10:00:00Z</c>, terms by their stable English codes.</summary>
internal static class PackageJson
{
    // Finnish letters as they are; the file is never part of a page.
    public static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public static string Term(Enum term) => term is Language language ? language.Code() : CamelCase(term.ToString());

    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
