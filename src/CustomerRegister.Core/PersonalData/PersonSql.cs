using System.Data.Common;
using CustomerRegister.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustomerRegister.PersonalData;

/// <summary>Whose rows a statement is about: a condition on a column that holds a customer's key.</summary>
/// <param name="Condition">What stands after the column, such as <c>= @person</c> or <c>in (select …)</c>.</param>
public sealed record PersonScope(string Condition, IReadOnlyList<(string Name, object Value)> Parameters)
{
    public static PersonScope One(CustomerId person) => new("= @person", [("@person", person)]);

    /// <summary>For a table, by its entity, a condition on rows that are not meant although they belong to the scope: those that a ground keeps, or that may be another's.</summary>
    public IReadOnlyDictionary<Type, string> Spared { get; init; } = new Dictionary<Type, string>();

    /// <summary>A category of which the person's own row keeps its columns although other rows of it go.</summary>
    public DataCategory? OwnRowKeeps { get; init; }

    /// <summary>One person under several keys: see <see cref="Merging.FormerCustomer"/>.</summary>
    public static PersonScope Any(IReadOnlyList<CustomerId> keys) => keys is [var only]
        ? One(only)
        : new($"in ({string.Join(", ", keys.Select((_, i) => $"@person{i}"))})", [.. keys.Select((key, i) => ($"@person{i}", (object)key))]);
}

/// <summary>The statements that the personal data map makes, the same for both databases.</summary>
internal sealed class PersonSql(DbContext context)
{
    private readonly ISqlGenerationHelper sql = context.GetService<ISqlGenerationHelper>();
    private readonly IRelationalTypeMappingSource types = context.GetService<IRelationalTypeMappingSource>();

    public string Quote(string name) => sql.DelimitIdentifier(name);

    /// <summary>The condition that a row of the table belongs to the scope, through its parents where it has any.</summary>
    public string BelongsTo(PersonalTable table, PersonScope scope)
    {
        var belongs = table.Parent is not { } parent
            ? $"{Quote(table.OwnerColumn)} {scope.Condition}"
            : $"{Quote(table.OwnerColumn)} in (select {Quote(parent.KeyColumn)} from {Quote(parent.Name)} where {BelongsTo(parent, scope)})";
        return scope.Spared.TryGetValue(table.EntityType.ClrType, out var spared) ? $"{belongs} and not ({spared})" : belongs;
    }

    public DbCommand Command(string text, PersonScope scope)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandTimeout = context.Database.GetCommandTimeout() ?? command.CommandTimeout;
        foreach (var (name, value) in scope.Parameters)
        {
            // A key of our own is known by its columns only; what is stored elsewhere by its type.
            var mapping = MappingOfKey(value.GetType()) ?? types.FindMapping(value.GetType(), context.Model)
                ?? throw new InvalidOperationException($"No column type is known for {value.GetType().Name}.");
            command.Parameters.Add(mapping.CreateParameter(command, name, value));
        }

        return command;
    }

    private RelationalTypeMapping? MappingOfKey(Type type) => context.Model.GetEntityTypes()
        .Select(t => t.FindPrimaryKey()).Where(key => key is { Properties: [var only] } && only.ClrType == type)
        .Select(key => key!.Properties[0].GetRelationalTypeMapping()).FirstOrDefault();

    /// <summary>The keys that a query gives, each once.</summary>
    public async Task<IReadOnlySet<Guid>> Keys(string text, PersonScope scope, CancellationToken ct)
    {
        await context.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = Command(text, scope);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var keys = new HashSet<Guid>();
            while (await reader.ReadAsync(ct))
                keys.Add(reader.GetGuid(0));
            return keys;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    public Task Execute(string statement, PersonScope scope, CancellationToken ct) => Execute([statement], scope, ct);

    /// <summary>Runs the statements one after the other, sent as one.</summary>
    public async Task Execute(IReadOnlyCollection<string> statements, PersonScope scope, CancellationToken ct)
    {
        if (statements.Count == 0)
            return;
        await context.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = Command(string.Join(";\n", statements), scope);
            // For each of them what one is given; the driver may hear of the first only with the last.
            command.CommandTimeout *= statements.Count;
            await command.ExecuteNonQueryAsync(ct);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }
}
