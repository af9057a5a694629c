using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Web.Demo;

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
        // Before anybody is served: a restored backup has people again who were told that they are forgotten.
        var replayed = await services.GetRequiredService<ReplayErasures>().Run(CancellationToken.None);
        if (replayed.Entries > 0)
            app.Logger.LogWarning("The database did not know {Entries} entries of the erasure ledger, as after a restore: {People} people were erased again", replayed.Entries, replayed.People);
        if (app.WantsDemo())
        {
            await services.GetRequiredService<DemoAccounts>().Open(CancellationToken.None);
            await services.GetRequiredService<DemoRegister>().Fill(CancellationToken.None);
            await using var after = app.Services.CreateAsyncScope();
            await after.ServiceProvider.GetRequiredService<CountStatistics>().Run(CancellationToken.None);
        }

        var link = await services.GetRequiredService<OfferSetUp>().Run(CancellationToken.None);
        app.Lifetime.ApplicationStarted.Register(() => Greet(app, link));
    }

    public static async Task MigrateRegister(this IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<BringDatabaseUpToDate>().Run(ct);
        await services.GetRequiredService<LayDownDefaults>().Run(ct);
    }

    // Straight to the console of whoever starts the program: a link that signs in, or a password, has no place in a log.
    private static void Greet(WebApplication app, string? setUpLink)
    {
        Console.WriteLine($"\nThe register is at {string.Join(" and ", app.Urls)}");
        if (!app.Environment.IsDevelopment() && app.Configuration["Register:Name"] is null or "")
            Console.WriteLine("Register__Name is not set: until it is, the notice, letters and mails name a made-up controller.");
        if (setUpLink is not null)
            Console.WriteLine($"It has no accounts yet. Open this link within {OfferSetUp.LinkLifetime.TotalHours:0} hours to set it up; it works once:\n{setUpLink}");
        if (app.WantsDemo())
        {
            Console.WriteLine($"Demo accounts, all with the password \"{DemoAccounts.Password}\":");
            foreach (var (name, email, _, role) in DemoAccounts.All)
                Console.WriteLine($"  {email,-32} {role,-16} {name}");
            if (!app.Services.GetRequiredService<SignInSettings>().SecondFactorForPrivileged)
                Console.WriteLine("They enter without a second factor, in development only. To see it as it is elsewhere: Security__SecondFactorInDevelopment=true");
            Console.WriteLine("Mail that the register sends is at /development/mail");
        }

        Console.WriteLine();
    }
}
