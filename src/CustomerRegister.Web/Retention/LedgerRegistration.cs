using CustomerRegister.Retention;
using CustomerRegister.Web.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Web.Retention;

public static class LedgerRegistration
{
    /// <summary>The name of the ledger in the data folder.</summary>
    public const string FileName = "erasures.ledger";

    /// <summary>
    /// Reads <c>Retention:LedgerConnectionString</c>: the second database, of the same kind as the register's, in which the erasure ledger is kept. Without it the ledger is a
    /// file in the data folder: good for one machine, while several that serve one database need the second database.
    /// </summary>
    public static IServiceCollection AddErasureLedger(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<IErasureLedger>(provider => configuration["Retention:LedgerConnectionString"] is { Length: > 0 } connection
            ? new DatabaseErasureLedger(provider.GetRequiredService<DatabaseSettings>().Provider == DatabaseProvider.Postgres ? NpgsqlFactory.Instance : SqliteFactory.Instance, connection)
            : new FileErasureLedger(provider.GetRequiredService<DataFolder>().File(FileName), TimeProvider.System));
}
