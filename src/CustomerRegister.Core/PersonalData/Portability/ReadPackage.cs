using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CustomerRegister.PersonalData.Packages;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>Why a package is not taken in.</summary>
public enum PackageFault
{
    TooLarge,
    NotZip,
    TooManyFiles,

    /// <summary>A file's name leads out of the package.</summary>
    UnsafeName,

    /// <summary>It unpacks to more than any person has.</summary>
    UnpacksTooFar,
    ManifestMissing,
    ManifestUnreadable,

    /// <summary>The manifest names a file that is not there, or a file is there that it does not name.</summary>
    FilesDiffer,

    /// <summary>A file is not as it was when the package was made.</summary>
    HashDiffers,
    DataMissing,
    UnknownFormat,

    /// <summary>The right format, but a version that this program does not know.</summary>
    UnknownVersion,

    /// <summary>The data does not follow the published schema.</summary>
    NotValid,
}

/// <param name="Where">The file, or the place in the data, such as <c>$.orders[3].currency</c>; never a value.</param>
public sealed record PackageProblem(PackageFault Fault, string? Where = null);

/// <param name="Document">Null exactly when there is a problem.</param>
/// <param name="Hash">SHA-256 of the whole package, in hexadecimal.</param>
public sealed record ReadPackageResult(PortabilityDocument? Document, PackageProblem? Problem, string Hash = "");

/// <summary>
/// Reads a portability package that somebody hands in, from whom nothing is taken on trust: names, sizes, hashes, format, version and every value are checked
/// before anything of it is used. Only the data is unpacked, into memory; no file is written.
/// </summary>
public static class ReadPackage
{
    private const int Buffer = 64 * 1024;

    /// <param name="package">Seekable.</param>
    public static async Task<ReadPackageResult> From(Stream package, CancellationToken ct)
    {
        if (package.Length > PortabilityLimits.Package)
            return Refused(PackageFault.TooLarge);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(package, ct));
        package.Position = 0;
        try
        {
            using var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            return await Read(zip, hash, ct);
        }
        catch (InvalidDataException)
        {
            return Refused(PackageFault.NotZip);
        }
    }

    private static async Task<ReadPackageResult> Read(ZipArchive zip, string hash, CancellationToken ct)
    {
        if (zip.Entries.Count > PortabilityLimits.Files)
            return Refused(PackageFault.TooManyFiles);
        if (zip.Entries.FirstOrDefault(e => !IsSafe(e.FullName)) is not null || zip.Entries.DistinctBy(e => e.FullName, StringComparer.OrdinalIgnoreCase).Count() != zip.Entries.Count)
            return Refused(PackageFault.UnsafeName);
        if (zip.GetEntry(PackageWriter.ManifestName) is not { } manifestEntry)
            return Refused(PackageFault.ManifestMissing);
        // What the directory of the archive says of sizes is the sender's word: what comes out is counted.
        var left = PortabilityLimits.Unpacked;
        var (manifestBytes, _) = await Unpack(manifestEntry, left, keep: true, ct);
        if (manifestBytes is null)
            return Refused(PackageFault.UnpacksTooFar);
        left -= manifestBytes.Length;
        if (Manifest(manifestBytes) is not { } files)
            return Refused(PackageFault.ManifestUnreadable);
        if (zip.Entries.Select(e => e.FullName).FirstOrDefault(name => name != PackageWriter.ManifestName && !files.ContainsKey(name)) is { } unlisted)
            return Refused(PackageFault.FilesDiffer, unlisted);
        byte[]? data = null;
        foreach (var (name, expected) in files)
        {
            if (zip.GetEntry(name) is not { } entry)
                return Refused(PackageFault.FilesDiffer, name);
            var (content, file) = await Unpack(entry, left, keep: name == PortabilityPackage.DataName, ct);
            if (file is not { } found)
                return Refused(PackageFault.UnpacksTooFar);
            left -= found.Size;
            if (found.Hash != expected)
                return Refused(PackageFault.HashDiffers, name);
            data ??= content;
        }

        return data is null ? Refused(PackageFault.DataMissing) : Document(data, hash);
    }

    private static ReadPackageResult Document(byte[] data, string hash)
    {
        try
        {
            using (var json = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = PortabilityJson.Options.MaxDepth }))
            {
                var root = json.RootElement;
                if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != PortabilityPackage.Format)
                    return Refused(PackageFault.UnknownFormat);
                if (!root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != PortabilityPackage.Version)
                    return Refused(PackageFault.UnknownVersion);
            }

            var document = JsonSerializer.Deserialize<PortabilityDocument>(data, PortabilityJson.Options);
            return document is null ? Refused(PackageFault.NotValid)
                : PortabilityRules.Broken(document) is { } where ? Refused(PackageFault.NotValid, where)
                : new(document, null, hash);
        }
        catch (JsonException unreadable)
        {
            return Refused(PackageFault.NotValid, unreadable.Path);
        }
    }

    /// <summary>The hashes by the names of the files; null where it cannot be read.</summary>
    private static Dictionary<string, string>? Manifest(byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var root = json.RootElement;
            if (root.GetProperty("format").GetString() != PackageWriter.Format || root.GetProperty("version").GetInt32() != PackageWriter.Version)
                return null;
            return root.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("name").GetString()!, file => file.GetProperty("sha256").GetString()!);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <returns>Nothing where it is longer than allowed.</returns>
    private static async Task<(byte[]? Content, (long Size, string Hash)? File)> Unpack(ZipArchiveEntry entry, long most, bool keep, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = keep ? new MemoryStream() : null;
        await using var stream = await entry.OpenAsync(ct);
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            long size = 0;
            while (await stream.ReadAsync(buffer, ct) is > 0 and var read)
            {
                if ((size += read) > most)
                    return (null, null);
                hash.AppendData(buffer, 0, read);
                kept?.Write(buffer, 0, read);
            }

            return (kept?.ToArray(), (size, Convert.ToHexStringLower(hash.GetHashAndReset())));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsSafe(string name) =>
        name.Length is > 0 and <= PortabilityLimits.Name && name[0] is not ('/' or '\\') && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)
        && !name.Any(char.IsControl) && !name.Split('/').Any(part => part is "" or "." or "..");

    private static ReadPackageResult Refused(PackageFault fault, string? where = null) => new(null, new(fault, where));
}
