using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web;

/// <summary>What happens once, before the first page is served: migrations, defaults, demo data or the set-up link.</summary>
public static class Start
{
    public static async Task PrepareRegister(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        if (app.Configuration.GetValue("Database:MigrateAtStart", true))
            await services.MigrateRegister(CancellationToken.None);

        if (await services.GetRequiredService<OfferSetUp>().Run(CancellationToken.None) is { } link)
            PrintSetUpLink(link);
    }

    public static async Task MigrateRegister(this IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<RegisterContext>().Database.MigrateAsync(ct);
        await services.GetRequiredService<LayDownDefaults>().Run(ct);
    }

    // Straight to the console of whoever starts the program: a link that signs in has no place in a log.
    private static void PrintSetUpLink(string link) => Console.WriteLine($"""

        The register has no accounts yet. Open this link within 24 hours to set it up; it works once:
        {link}

        """);
}
