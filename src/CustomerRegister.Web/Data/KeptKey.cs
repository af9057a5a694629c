using System.Security.Cryptography;

namespace CustomerRegister.Web.Data;

/// <summary>The secrets of the program: each set in Base64, or made at first use and kept in the data folder, which is good for one machine.</summary>
internal static class KeptKey
{
    private const int KeyLength = 32;

    /// <param name="setting">Where it may be set.</param>
    /// <param name="name">The file that keeps it otherwise.</param>
    public static byte[] Of(IServiceProvider services, IConfiguration configuration, string setting, string name) =>
        configuration[setting] is { Length: > 0 } given ? Convert.FromBase64String(given) : Read(services.GetRequiredService<DataFolder>(), name);

    private static byte[] Read(DataFolder folder, string name)
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
