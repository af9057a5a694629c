using System.Data.Common;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustomerRegister.Web.Data;

/// <summary>Prepares the queries that are marked with <see cref="PlannedOnce"/>: the driver keeps them prepared for as long as the connection lives, also in the pool.</summary>
public sealed class PostgresPlans : DbCommandInterceptor
{
    private const string Beginning = "-- " + PlannedOnce.Mark;

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (command.CommandText.StartsWith(Beginning, StringComparison.Ordinal))
            await command.PrepareAsync(cancellationToken);
        return result;
    }
}
