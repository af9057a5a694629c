using CustomerRegister.Credentials;
using CustomerRegister.Data;
using CustomerRegister.Web.Logging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serilog;

namespace CustomerRegister.Tests.Support;

/// <summary>
/// The real program over a test's database. Only its edges are the test's: the clock stands still until it is moved, mails become files in
/// a folder, logs are collected, and no job runs by itself.
/// </summary>
public sealed class TestApp(TestDatabase database) : WebApplicationFactory<Program>
{
    // What the pages and their forms look like is the same in every program; to find it out takes half of a start.
    private static IModelMetadataProvider? forms;

    private readonly string folder = Directory.CreateTempSubdirectory("cr-app-").FullName;

    /// <summary>It is Sunday 22 November 2026, noon in Helsinki.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    public LogCapture Log { get; } = new();

    /// <summary>Replaces what a test wants otherwise; set it before the first use of the program.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    /// <summary>Settings beside the test's own, such as <c>["Demo:Enabled"] = "true"</c>.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Lifts the limits of how often something may be asked for, for tests that ask for everything.</summary>
    public void LetEverybodyAskWithoutEnd()
    {
        foreach (var limit in new[] { "PortalLinksPerNetwork", "PortalSignInsPerNetwork", "StaffSignInsPerNetwork", "VerificationsPerNetwork" })
            Settings[$"RateLimits:{limit}"] = "1000000";
    }

    /// <summary>Reads the keys of authenticator apps as the program does.</summary>
    public AuthenticatorKeys Keys => Services.GetRequiredService<AuthenticatorKeys>();

    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>The folder in which the mails lie that were sent; see <see cref="Postbox"/>.</summary>
    public string MailFolder => Path.Combine(folder, "mail");

    /// <summary>A new browser without cookies.</summary>
    public Browser Browser() => new(this);

    /// <summary>Runs a use case, or anything else that is registered, in a scope of its own: <c>app.Use((WithdrawConsent withdraw) => withdraw.Run(…))</c>.</summary>
    public async Task<TResult> Use<TService, TResult>(Func<TService, Task<TResult>> act) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="Use{TService, TResult}(Func{TService, Task{TResult}})"/>
    public async Task Use<TService>(Func<TService, Task> act) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Reads what is stored, as another connection sees it.</summary>
    public Task<T> Stored<T>(Func<RegisterContext, Task<T>> read) => Use(read);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("Database:Provider", database.Provider);
        builder.UseSetting("Database:ConnectionString", database.ConnectionString);
        builder.UseSetting("Data:Folder", DataFolder);
        builder.UseSetting("Demo:Enabled", "false");
        builder.UseSetting("Jobs:Enabled", "false");
        builder.UseSetting("Mail:Transport", "Folder");
        builder.UseSetting("Mail:Folder", MailFolder);
        builder.UseSetting("PublicUrl", "http://localhost");
        builder.UseSetting("Register:Name", "Esimerkki Oy");
        builder.UseSetting("Register:BusinessId", "1234567-1");
        builder.UseSetting("Register:Address", "Esimerkkikatu 1, 00100 Helsinki");
        builder.UseSetting("Register:ContactPerson", "Tietosuojavastaava");
        builder.UseSetting("Register:Email", "tietosuoja@esimerkki.example");
        builder.UseSetting("Register:Phone", "+358 9 123 4567");
        foreach (var (name, value) in Settings)
            builder.UseSetting(name, value);

        builder.ConfigureServices((context, services) => services.AddSerilog(log => log.WhatIsLogged(context.Configuration).WriteTo.Sink(Log)));
        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Replace(ServiceDescriptor.Singleton(program => forms ??= new DefaultModelMetadataProvider(
                program.GetRequiredService<ICompositeMetadataDetailsProvider>(), program.GetRequiredService<IOptions<MvcOptions>>())));
            services.AddSingleton<IStartupFilter, RateLimiterEnd>();
            // A test proves who may enter, not how long a guess takes.
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1);
            Replace?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
