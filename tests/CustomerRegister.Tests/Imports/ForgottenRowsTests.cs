using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

/// <summary>Forgotten means forgotten: a file does not bring anybody back unnoticed.</summary>
[Clause("N42")]
public abstract class ForgottenRowsTests(Engine engine) : ImportTest(engine)
{
    private const string File = "id,name,phone,email\n1,Aino Aalto,040 123 4567,\n2,Olli Otso,,Olli@Example.fi\n3,Kerttu Kivi,,kerttu@example.fi\n";

    [Fact]
    public async Task Rows_of_the_forgotten_are_flagged_and_only_a_person_with_a_reason_takes_one_in()
    {
        await Forget("phone,email\n+358401234567,olli@example.fi\n");

        var import = await Import(File);

        Assert.Equal((1, 2), (import.Imported, import.Rejected));
        Assert.Equal([(2L, ImportReason.Forgotten, ImportField.Phone), (3L, ImportReason.Forgotten, ImportField.Email)],
            (await Stored(db => db.ImportRejections.OrderBy(r => r.Line).ToListAsync(Ct))).Select(r => (r.Line, r.Reason, r.Field!.Value)));
        Assert.Equal(1, await Stored(db => db.Customers.CountAsync(Ct)));

        await using var db = Database.Open();
        var rows = await new ListForgottenRows(db, Clock).Run(import.Id, 0, Clerk, Ct);
        Assert.Equal(["Aino Aalto", "Olli Otso"], rows.Select(r => r.Name));
        Assert.True((await new TakeForgottenRow(db, Clock).Run(new(rows[0].Id, ReturnReason.CustomerAgain), Clerk, Ct)).Succeeded);
        Assert.Equal(TakeForgottenRowRefusal.NotThere, (await new TakeForgottenRow(db, Clock).Run(new(rows[0].Id, ReturnReason.CustomerAgain), Clerk, Ct)).Refusal);

        var aino = await Stored(d => d.Customers.Include(c => c.Phones).SingleAsync(c => c.LastName == "Aalto", Ct));
        Assert.Equal("+358401234567", aino.Phones[0].Number.Value);
        Assert.Equal((aino.Id, "CustomerAgain"), await Stored(d => d.AuditEntries.SingleAsync(e => e.Action == AuditAction.ForgottenReturned, Ct)) is var entry ? (entry.CustomerId, entry.Fields) : default);
        Assert.Equal((2, 1), await Stored(d => d.Imports.SingleAsync(i => i.Id == import.Id, Ct)) is var now ? (now.Imported, now.Rejected) : default);
    }

    [Fact]
    [Clause("N13")]
    public async Task An_update_file_that_names_the_forgotten_flags_them_and_brings_nobody_back()
    {
        await Forget("phone,email\n+358401234567,olli@example.fi\n");
        await Import("id,first name,last name,address,postal code,city,email\n9,Aino,Aalto,Kotitie 1,00100,Helsinki,aino@example.fi\n");
        var aino = await Stored(db => db.Customers.AsNoTracking().SingleAsync(Ct));
        const string headings = "customer number,old name,new name,new address,new postal code,new city,email,phone\n";

        var import = await Import($"{headings},Olli Otso,Olli Uusi,Tie 1,00100,Helsinki,olli@example.fi,\n,Ei Ketään,Ei Kukaan,Tie 2,00100,Helsinki,,\n{aino.Number},,,,,,,+358401234567\n", ImportKind.Updates, SourceKind.Authority, "vtj");

        Assert.Equal([(2L, ImportReason.Forgotten), (3L, ImportReason.UnknownPerson)],
            (await Stored(db => db.ImportRejections.Where(r => r.ImportId == import.Id).OrderBy(r => r.Line).ToListAsync(Ct))).Select(r => (r.Line, r.Reason)));
        // A living person gets the number of a forgotten one only when somebody answers for that row alone.
        var proposal = await Stored(db => db.UpdateProposals.AsNoTracking().SingleAsync(p => p.ImportId == import.Id, Ct));
        Assert.Equal((aino.Id, ProposalMatch.Ambiguous), (proposal.CustomerId, proposal.Match));
        await using var db = Database.Open();
        Assert.Equal(DecideProposalRefusal.OneByOne, (await new DecideProposal(db, db.EmailChange(Clock), Clock).Run(new DecideProposalsCommand(import.Id, ProposalMatch.Ambiguous, true), Clerk, Ct)).Refusal);
        // The forgotten one's row is not among those that somebody may take in.
        Assert.Empty(await new ListForgottenRows(db, Clock).Run(import.Id, 0, Clerk, Ct));
        foreach (var row in await Stored(d => d.RejectedRows.Where(r => r.ImportId == import.Id && !r.IsHeading).ToListAsync(Ct)))
            Assert.Equal(TakeForgottenRowRefusal.NotThere, (await new TakeForgottenRow(db, Clock).Run(new(row.Id, ReturnReason.CustomerAgain), Clerk, Ct)).Refusal);
        Assert.Equal(aino.Id, await Stored(d => d.Customers.Select(c => c.Id).SingleAsync(Ct)));
    }

    [Fact]
    public async Task The_list_tells_nobody_who_was_forgotten()
    {
        await Forget("phone,email\n+358401234567,olli@example.fi\n");

        var kept = await Stored(db => db.Suppressions.ToListAsync(Ct));

        Assert.Equal(2, kept.Count);
        Assert.All(kept, s => Assert.Matches("^[0-9A-F]{64}$", s.Hash));
        Assert.DoesNotContain(new SuppressionKey(new byte[32]).Of(EmailAddress.Parse("olli@example.fi")), kept.Select(s => s.Hash));
    }

    /// <summary>Registers somebody with these, remembers them, and erases them.</summary>
    private async Task Forget(string contacts)
    {
        var import = await Import("id,name," + contacts.Replace("\n+", "\ngone,Poissa Ollut,+", StringComparison.Ordinal));
        Assert.Equal(1, import.Imported);
        await using var db = Database.Open();
        var gone = await db.Customers.SingleAsync(Ct);
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        await new RememberForgotten(db, Clock, ImportsGiven.Key).Run([gone.Id], SuppressionCause.Request, Ct);
        db.Add(AuditEntry.Of(Clerk, AuditAction.PersonErased, Clock, gone.Id));
        await db.SaveChangesAsync(Ct);
        await new ErasePeople(db).Run(PersonScope.One(gone.Id), Enum.GetValues<DataCategory>().ToHashSet(), Ct);
        await transaction.CommitAsync(Ct);
    }

    public sealed class OnSqlite() : ForgottenRowsTests(Engine.Sqlite);

    public sealed class OnPostgres() : ForgottenRowsTests(Engine.Postgres);
}
