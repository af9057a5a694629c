using CustomerRegister.Audit;
using CustomerRegister.Web.Data;

namespace CustomerRegister.Web.Audit;

public static class AuditRegistration
{
    /// <summary>
    /// Reads <c>Audit:Key</c>, at least 32 bytes in Base64. Without it a key is made and kept in the data folder: good for one machine, while several
    /// that serve one database must be given the same. Seals made with a key that is lost can no longer be verified.
    /// </summary>
    public static IServiceCollection AddAuditSeals(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => new AuditKey(KeptKey.Of(provider, configuration, "Audit:Key", "audit.key")));
}
