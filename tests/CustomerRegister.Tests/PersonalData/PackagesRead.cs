using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>Packages as somebody opens them who got one, and as somebody tampers with them.</summary>
internal static class PackagesRead
{
    /// <summary>The files by their names; each has the size and the hash that the manifest says.</summary>
    public static Dictionary<string, byte[]> Open(byte[] package)
    {
        var files = Files(package);
        using var manifest = JsonDocument.Parse(files["manifest.json"]);
        var listed = manifest.RootElement.GetProperty("files").EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);
        Assert.Equal(files.Keys.Where(name => name != "manifest.json").Order(), listed.Keys.Order());
        foreach (var (name, file) in listed)
        {
            Assert.Equal(files[name].Length, file.GetProperty("size").GetInt32());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files[name])), file.GetProperty("sha256").GetString());
        }

        return files;
    }

    public static string Text(this Dictionary<string, byte[]> files, string name) => Encoding.UTF8.GetString(files[name]);

    public static Dictionary<string, byte[]> Files(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return zip.Entries.ToDictionary(e => e.FullName, e =>
        {
            using var stream = e.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        });
    }

    /// <summary>The package with other files; the manifest stays as it is.</summary>
    public static byte[] With(byte[] package, params (string Name, byte[]? Content)[] changes)
    {
        var files = Files(package);
        foreach (var (name, content) in changes)
        {
            if (content is null)
                files.Remove(name);
            else
                files[name] = content;
        }

        return Zip(files);
    }

    /// <summary>The package with other data and a manifest that fits it: somebody who knows the form.</summary>
    public static byte[] WithData(byte[] package, Func<string, string> change)
    {
        var files = Files(package);
        var data = Encoding.UTF8.GetBytes(change(files.Text("portability.json")));
        var old = Convert.ToHexStringLower(SHA256.HashData(files["portability.json"]));
        return With(package, ("portability.json", data),
            ("manifest.json", Encoding.UTF8.GetBytes(files.Text("manifest.json").Replace(old, Convert.ToHexStringLower(SHA256.HashData(data)), StringComparison.Ordinal))));
    }

    public static byte[] Zip(Dictionary<string, byte[]> files)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return target.ToArray();
    }
}
