using System.Security.Cryptography.X509Certificates;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CustomerRegister.Web.Data;

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Which database, and where: read from the settings <c>Database:Provider</c>, <c>Database:ConnectionString</c> and <c>Data:Folder</c>.</summary>
public sealed record DatabaseSettings(DatabaseProvider Provider, string ConnectionString)
{
    public static DatabaseSettings From(IConfiguration configuration, DataFolder folder)
    {
        var provider = configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);
        var connection = configuration["Database:ConnectionString"];
        if (provider == DatabaseProvider.Sqlite)
            connection = string.IsNullOrEmpty(connection) ? new SqliteConnectionStringBuilder { DataSource = folder.File("register.db") }.ConnectionString : connection;
        return string.IsNullOrEmpty(connection)
            ? throw new InvalidOperationException("Set Database__ConnectionString to the PostgreSQL database of the register.")
            : new(provider, connection);
    }
}

/// <summary>Where the program keeps its files: the embedded database, development mail, logs.</summary>
public sealed record DataFolder(string Path)
{
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public static DataFolder From(IConfiguration configuration, IHostEnvironment environment) =>
        new(System.IO.Path.GetFullPath(configuration["Data:Folder"] ?? "data", environment.ContentRootPath));
}

public static class DatabaseRegistration
{
    public static IServiceCollection AddRegisterDatabase(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = DataFolder.From(configuration, environment);
        Directory.CreateDirectory(folder.Path);
        var settings = DatabaseSettings.From(configuration, folder);
        services.AddSingleton(folder);
        services.AddSingleton(settings);
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<ReadLog>();
        if (settings.Provider == DatabaseProvider.Postgres)
            services.AddDbContextPool<RegisterContext, PostgresRegisterContext>(o => o.UseNpgsql(ForManyShortQueries(settings.ConnectionString)).AddInterceptors(new PostgresPlans()));
        else
            services.AddDbContextPool<RegisterContext, SqliteRegisterContext>(o => o.UseSqlite(settings.ConnectionString).AddInterceptors(new SqlitePragmas()));
        var keys = services.AddDataProtection().SetApplicationName("CustomerRegister").PersistKeysToDbContext<RegisterContext>();
        // With a certificate, whoever gets the database alone cannot make cookies of it.
        if (configuration["DataProtection:Certificate"] is { Length: > 0 } certificate)
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(certificate, configuration["DataProtection:CertificatePassword"]));
        services.AddHealthChecks().AddDbContextCheck<RegisterContext>("database", tags: [HealthEndpoints.Ready]);
        return services;
    }

    // What the register sets on a connection ends with the transaction, so giving it back leaves nothing to clear away: seven statements fewer each time.
    // And a query of a page takes a millisecond, where starting helpers for it takes the server forty.
    private static string ForManyShortQueries(string connection)
    {
        var own = new NpgsqlConnectionStringBuilder(connection) { NoResetOnClose = true };
        own.Options ??= "-c max_parallel_workers_per_gather=0";
        return own.ConnectionString;
    }
}
