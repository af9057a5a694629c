using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustomerRegister.Benchmarks;

/// <summary>Keeps the SQL that the program sends, so that the very same can be sent again without the program.</summary>
internal sealed class CommandRecorder : DbCommandInterceptor
{
    public bool IsOn { get; set; }

    public List<RecordedCommand> Commands { get; } = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Record(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Record(command);
        return new(result);
    }

    private void Record(DbCommand command)
    {
        if (IsOn)
            Commands.Add(new(command.CommandText, [.. command.Parameters.Cast<DbParameter>()]));
    }
}

internal sealed record RecordedCommand(string Text, IReadOnlyList<DbParameter> Parameters)
{
    public bool IsInsert => Text.StartsWith("insert", StringComparison.OrdinalIgnoreCase);
}
