using System.Security.Cryptography;
using CustomerRegister.Retention;
using CustomerRegister.Web.Data;

namespace CustomerRegister.Web.Retention;

public static class SuppressionRegistration
{
    private const int KeyLength = 32;

    /// <summary>
    /// Reads <c>Suppression:Key</c>, at least 32 bytes in Base64. Without it a key is made and kept in the data folder: good for one machine, while several
    /// that serve one database must be given the same. Whoever loses the key loses the suppression list with it.
    /// </summary>
    public static IServiceCollection AddSuppressionList(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => new SuppressionKey(configuration["Suppression:Key"] is { Length: > 0 } given
            ? Convert.FromBase64String(given)
            : Kept(provider.GetRequiredService<DataFolder>())));

    private static byte[] Kept(DataFolder folder)
    {
        var path = folder.File("suppression.key");
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
