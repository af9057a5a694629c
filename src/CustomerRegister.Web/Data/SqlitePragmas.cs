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

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
