using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Pages.Staff.Requests;

namespace CustomerRegister.Web.Requests;

public static class RequestsRegistration
{
    /// <summary>
    /// Reads <c>Requests:Key</c>, at least 32 bytes in Base64, which encrypts the files of requests and seals signatures. Without it a key is made and kept in the
    /// data folder: good for one machine, while several that serve one database must be given the same. Whoever loses the key loses the files. <c>Requests:FourEyes</c> says whether
    /// a decision counts only when a second person has confirmed it.
    /// </summary>
    public static IServiceCollection AddRequestDesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new RequestKey(KeptKey.Of(provider, configuration, "Requests:Key", "requests.key")));
        foreach (var right in typeof(Right).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Right))))
            services.AddScoped(typeof(Right), right);
        services.AddScoped<AllRights>();
        services.AddSingleton(new DecisionConfirmation(configuration.GetValue("Requests:FourEyes", false)));
        services.AddTransient<ClockWords>();
        return services;
    }
}
