using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.Imports;

/// <summary>A test of what happens with imports, without pages.</summary>
public abstract class ImportTest(Engine engine) : DatabaseTest(engine)
{
    protected static readonly Actor Clerk = new(ActorKind.Staff, Guid.Parse("019ab000-0000-7000-8000-000000000001"), "CustomerService", "import");

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    protected DateOnly Today => Clock.Today();

    protected Task<Import> ImportReal(string file) => Import(File.ReadAllBytes(Northwind.PathOf(file)));

    protected Task<Import> Import(string text, ImportKind? kind = null, SourceKind sourceKind = SourceKind.Controller, string source = "northwind", params ProposalMatch[] matchBy) =>
        Import(Encoding.UTF8.GetBytes(text), kind, sourceKind, source, matchBy);

    protected async Task<Import> Import(byte[] file, ImportKind? kind = null, SourceKind sourceKind = SourceKind.Controller, string source = "northwind", params ProposalMatch[] matchBy)
    {
        await using var db = Database.Open();
        using var stream = new MemoryStream(file);
        var prepared = await new PrepareImport(db, Clock).Run(new(kind, source, sourceKind), stream, Clerk, Ct);
        Assert.True(prepared.Succeeded, prepared.Refusal.ToString());
        stream.Position = 0;
        using var rows = await CsvRows.OpenAsync(stream, cancellationToken: Ct);
        stream.Position = 0;
        var outcome = await ImportsGiven.ImportFile(db, Clock).Run(
            new(prepared.Value.Id, ImportMapping.Guess(prepared.Value.Kind, rows.Header), MatchBy: matchBy.Length == 0 ? null : matchBy), stream, Clerk, Ct);
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return await Stored(d => d.Imports.AsNoTracking().SingleAsync(i => i.Id == prepared.Value.Id, Ct));
    }

    protected async Task<(Outcome<Import, UndoImportRefusal> Outcome, BuiltOn? BuiltOn)> Undo(Import import)
    {
        await using var db = Database.Open();
        return await new UndoImport(db, Clock, new ErasePeople(db)).Run(import.Id, Clerk, Ct);
    }

    protected async Task<T> Stored<T>(Func<RegisterContext, Task<T>> read)
    {
        await using var db = Database.Open();
        return await read(db);
    }

    protected Task Arrange(Action<RegisterContext> change, string purpose = "customer-care", CustomerId? customer = null) => Stored(async db =>
    {
        change(db);
        db.Add(AuditEntry.Of(Clerk.For(purpose), AuditAction.CustomerChanged, Clock, customer));
        return await db.SaveChangesAsync(Ct);
    });
}
