using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Data;

/// <summary>Brings the database to this version's form, or leaves it alone where another version has taken it further than this one understands.</summary>
public sealed class BringDatabaseUpToDate(RegisterContext db)
{
    /// <exception cref="UnknownDatabaseException">The database has been through migrations that this version does not know.</exception>
    public async Task Run(CancellationToken ct)
    {
        var (applied, known) = ((await db.Database.GetAppliedMigrationsAsync(ct)).ToHashSet(), db.Database.GetMigrations().ToList());
        var unknown = applied.Except(known).ToList();
        if (unknown.Count > 0)
            throw new UnknownDatabaseException(unknown);
        // Comparing the whole model with its snapshot, as EF Core does first, takes a third of a start; a test does that.
        if (!known.TrueForAll(applied.Contains))
            await db.Database.MigrateAsync(ct);
    }
}

/// <summary>A newer version of the program, or one that was never released, has made the database what it is.</summary>
public sealed class UnknownDatabaseException(IReadOnlyList<string> migrations) : Exception(
    $"The database was made by another version of this program ({string.Join(", ", migrations)}). Start that version, or give this one a database of its own. Nothing was changed.");
