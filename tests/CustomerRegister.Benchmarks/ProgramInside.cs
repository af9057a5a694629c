using CustomerRegister.Web;
using CustomerRegister.Web.Data;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Mail;
using CustomerRegister.Web.Merging;
using CustomerRegister.Web.Orders;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Retention;
using CustomerRegister.Web.Security;

namespace CustomerRegister.Benchmarks;

/// <summary>The program with all its use cases inside the measuring process, but without serving.</summary>
internal static class ProgramInside
{
    public static WebApplication Build(BenchmarkRegister register, params IReadOnlyList<(string Name, string Value)> further)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(UseCases).Assembly.GetName().Name, EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Configuration["Database:Provider"] = register.Engine.ToString();
        builder.Configuration["Database:ConnectionString"] = register.ConnectionString;
        builder.Configuration["Data:Folder"] = Directory.CreateTempSubdirectory("cr-bench-data-").FullName;
        builder.Configuration["Jobs:Enabled"] = "false";
        foreach (var (name, value) in further)
            builder.Configuration[name] = value;
        var (services, settings, environment) = (builder.Services, builder.Configuration, builder.Environment);
        services.AddRegisterDatabase(settings, environment);
        services.AddRegisterSecurity(settings, environment);
        services.AddRegisterRateLimits(settings);
        services.AddRegisterNetworks(settings);
        services.AddRegisterMail(settings);
        services.AddRegisterRetention(settings);
        services.AddRegisterMerging(settings);
        services.AddInvoicing(settings);
        services.AddUseCases();
        services.AddRegisterLocalization();
        services.AddRegisterPages();
        services.AddRegisterDocuments();
        return builder.Build();
    }

    /// <summary>Does one thing as a request or a job would: with a register of its own.</summary>
    public static async Task<T> Use<TUseCase, T>(this WebApplication app, Func<TUseCase, Task<T>> work) where TUseCase : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }
}
