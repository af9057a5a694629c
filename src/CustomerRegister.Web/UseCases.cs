using CustomerRegister.Data;

namespace CustomerRegister.Web;

public static class UseCases
{
    /// <summary>Every use case and query of Core is a class that takes the register; each lives as long as a request.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        foreach (var type in typeof(RegisterContext).Assembly.GetExportedTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.GetConstructors() is [var only] && only.GetParameters().Any(p => p.ParameterType == typeof(RegisterContext))))
            services.AddScoped(type);
        return services;
    }
}
