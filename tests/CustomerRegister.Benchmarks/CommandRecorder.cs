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
    private bool IsInsert => Text.StartsWith("insert", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends the command and reads every value of every row. A written row gets a new key each time.</summary>
    public async Task Send(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Text;
        foreach (var parameter in Parameters)
        {
            var copy = command.CreateParameter();
            (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
            if (IsInsert && command.Parameters.Count == KeyPosition)
                copy.Value = copy.Value is Guid ? Guid.CreateVersion7() : Guid.CreateVersion7().ToString().ToUpperInvariant();
            command.Parameters.Add(copy);
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        do
        {
            var values = new object[reader.FieldCount];
            while (await reader.ReadAsync(ct))
                reader.GetValues(values);
        }
        while (await reader.NextResultAsync(ct));
    }

    // The columns stand in the statement as their parameters stand in the list.
    private int KeyPosition => Text[(Text.IndexOf('(', StringComparison.Ordinal) + 1)..Text.IndexOf(')', StringComparison.Ordinal)].Split(',').ToList().FindIndex(c => c.Trim() == "\"Id\"");
}
