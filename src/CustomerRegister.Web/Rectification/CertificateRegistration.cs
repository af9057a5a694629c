using CustomerRegister.Rectification;
using CustomerRegister.Web.Data;

namespace CustomerRegister.Web.Rectification;

public static class CertificateRegistration
{
    /// <summary>
    /// Reads <c>Certificates:Key</c>, at least 32 bytes in Base64. Without it a key is made and kept in the data folder: good for one machine, while several
    /// that serve one database must be given the same. Certificates sealed with a key that is lost can no longer be verified.
    /// </summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => new CertificateKey(KeptKey.Of(provider, configuration, "Certificates:Key", "certificates.key")));
}
