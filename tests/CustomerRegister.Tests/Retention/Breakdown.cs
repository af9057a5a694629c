using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustomerRegister.Tests.Retention;

/// <summary>The program dies on its way to the database: after so many commands and commits everything fails, until it is repaired.</summary>
internal sealed class Breakdown : DbCommandInterceptor, IDbTransactionInterceptor
{
    private int _left = int.MaxValue;

    public void AfterSteps(int steps) => _left = steps;

    public void Repair() => _left = int.MaxValue;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Step();
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Step();
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Step();
        return ValueTask.FromResult(result);
    }

    private void Step()
    {
        if (_left == int.MaxValue)
            return;
        if (Interlocked.Decrement(ref _left) < 0)
            throw new BreakdownException();
    }
}

internal sealed class BreakdownException() : Exception("The program died here.");
