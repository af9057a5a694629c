using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Data;

/// <summary>What may be the matter with the database itself, so that what was interrupted can be told from what was wrong.</summary>
public enum DatabaseTrouble
{
    /// <summary>It does not answer, or closed the connection: wait, and do again what was not committed.</summary>
    Gone,
    /// <summary>There is no room left on its disk: make some, and do again what was not committed.</summary>
    DiskFull,
}

public static class DatabaseTroubles
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteFull = 13;

    /// <returns>Null where the failure has another cause.</returns>
    public static DatabaseTrouble? TroubleOf(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SqliteException { SqliteErrorCode: SqliteFull } or PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
                    return DatabaseTrouble.DiskFull;
                case SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } or DbException { IsTransient: true }:
                case PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }:
                    return DatabaseTrouble.Gone;
            }
        }

        return null;
    }
}
