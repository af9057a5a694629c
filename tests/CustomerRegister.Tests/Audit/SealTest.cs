using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Tests.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Audit;

/// <summary>A log whose entries carry their turn as the field concerned, and the steps of sealing and verifying it.</summary>
public abstract class SealTest(Engine engine) : RetentionTest(engine)
{
    private int written;

    /// <summary>Writes entries with the fields e0, e1 and so on.</summary>
    protected Task Write(int count) => App.Use(async (RegisterContext db) =>
    {
        db.AddRange(Enumerable.Range(written, count).Select(i => AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerViewed, App.Clock, fields: $"e{i}")));
        written += count;
        return await db.SaveChangesAsync(Ct);
    });

    protected async Task<List<AuditSeal>> SealAll()
    {
        var seals = new List<AuditSeal>();
        while (await App.Use((SealAuditLog seal) => seal.Next(Ct)) is { } made)
            seals.Add(made);
        return seals;
    }

    /// <summary>Changes the database past the program.</summary>
    protected async Task Sql(string statement)
    {
        await using var db = Database.Open();
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(statement, Ct));
    }

    protected Task<AuditVerification> Verify() => App.Use((VerifyAuditLog verify) => verify.Run(Job, Ct));

    protected async Task<List<(SealFault, long)>> Faults() => [.. (await Verify()).Findings.Select(f => (f.Fault, f.Seal))];
}
