using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustomerRegister.Web.Data;

/// <summary>
/// What every connection to the embedded database is opened with: readers beside one writer, commits that survive a power
/// cut, a wait instead of an error when another writes, and deleted values overwritten instead of left in free pages.
/// </summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; pragma secure_delete = on; pragma foreign_keys = on;";

    // Entity Framework looks whether there is a database through a connection that only reads: it cannot give a restored copy a write-ahead log.
    private const string PragmasForReading = "pragma busy_timeout = 10000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = PragmasOf(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = PragmasOf(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string PragmasOf(DbConnection connection) =>
        connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase) ? PragmasForReading : Pragmas;
}
