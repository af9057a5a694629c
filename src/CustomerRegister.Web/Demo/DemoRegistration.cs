namespace CustomerRegister.Web.Demo;

public static class DemoRegistration
{
    /// <summary>Demo data is there in development unless <c>Demo:Enabled</c> says otherwise, and nowhere else.</summary>
    public static bool WantsDemo(this WebApplication app) =>
        app.Environment.IsDevelopment() && app.Configuration.GetValue("Demo:Enabled", true);

    public static IServiceCollection AddDemo(this IServiceCollection services) =>
        services.AddScoped<DemoAccounts>().AddScoped<DemoRegister>();
}
