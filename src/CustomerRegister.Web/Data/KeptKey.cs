using System.Security.Cryptography;

namespace CustomerRegister.Web.Data;

/// <summary>A secret that nobody has set: made at first use and kept in the data folder.</summary>
internal static class KeptKey
{
    private const int KeyLength = 32;

    public static byte[] Read(DataFolder folder, string name)
    {
        var path = folder.File(name);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            var key = RandomNumberGenerator.GetBytes(KeyLength);
            file.Write(key);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }
    }
}
