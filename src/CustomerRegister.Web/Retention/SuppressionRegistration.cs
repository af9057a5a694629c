using CustomerRegister.Retention;
using CustomerRegister.Web.Data;

namespace CustomerRegister.Web.Retention;

public static class SuppressionRegistration
{
    /// <summary>
    /// Reads <c>Suppression:Key</c>, at least 32 bytes in Base64. Without it a key is made and kept in the data folder: good for one machine, while several
    /// that serve one database must be given the same. Whoever loses the key loses the suppression list with it.
    /// </summary>
    public static IServiceCollection AddSuppressionList(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => new SuppressionKey(KeptKey.Of(provider, configuration, "Suppression:Key", "suppression.key")));
}
