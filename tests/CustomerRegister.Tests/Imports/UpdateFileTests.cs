using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

[Clause("N13")]
public abstract class UpdateFileTests(Engine engine) : ImportTest(engine)
{
    private const string People = "id,first name,last name,address,postal code,city,email\n1,Aino,Aalto,Kotitie 1,00100,Helsinki,aino@example.fi\n2,Olli,Otso,Metsätie 2,33100,Tampere,\n3,Olli,Otso,Rantatie 3,20100,Turku,\n";
    private const string Headings = "customer number,old name,old address,new name,new address,new postal code,new city\n";

    [Fact]
    public async Task Rows_become_proposals_and_the_register_stays_as_it_is_until_one_is_accepted()
    {
        await Import(People);
        var aino = await Person("Aino");

        var import = await Updates($"{aino.Number},Aino Aalto,,Aino Berg,Uusikatu 9,00200,Helsinki\n,Olli Otso,Metsatie 2,Olli Otso,Mäkitie 7,33200,Tampere\n,Ei Ketään,Tie 1,Ei Ketään,Tie 2,00100,Helsinki\n{aino.Number},Aino Aalto,,Aino Aalto,Kotitie 1,00100,Helsinki\n");

        Assert.Equal((2, 1, 1), (import.Imported, import.Unchanged, import.Rejected));
        Assert.Equal(ImportReason.UnknownPerson, (await Stored(db => db.ImportRejections.SingleAsync(r => r.ImportId == import.Id, Ct))).Reason);
        Assert.Equal((aino.LastName, aino.Version), ((await Person("Aino")).LastName, (await Person("Aino")).Version));
        var open = await Open(import);
        Assert.Equal([ProposalMatch.CustomerNumber, ProposalMatch.NameAndAddress], open.Select(p => p.Match));

        Assert.True((await Decide(open[0], accept: true)).Succeeded);

        aino = await Person("Aino");
        var source = new Provenance(SourceKind.Authority, "vtj", Today);
        Assert.Equal(("Berg", source, "aino@example.fi"), (aino.LastName, aino.NameSource, aino.Email!.Value));
        Assert.Equal((PostalAddress.Create("Uusikatu 9", "00200", "Helsinki"), source), (aino.Addresses[0].Address, aino.Addresses[0].Source));
        Assert.Contains("uusikatu", aino.SearchText, StringComparison.Ordinal);
        var entry = await Stored(db => db.AuditEntries.SingleAsync(e => e.Action == AuditAction.ProposalAccepted, Ct));
        Assert.Equal((aino.Id, "Name,Addresses"), (entry.CustomerId, entry.Fields));
        var decided = await Stored(db => db.UpdateProposals.SingleAsync(p => p.State == ProposalState.Accepted, Ct));
        Assert.Equal((null, null, Clerk.Id), (decided.LastName, decided.Street, decided.DecidedBy));
        Assert.Equal((UndoImportRefusal.BuiltOn, 1), await Undo(import) is var (refused, builtOn) ? (refused.Refusal, builtOn!.Proposals) : default);
    }

    [Fact]
    public async Task A_row_that_fits_several_people_is_accepted_for_one_and_rejected_for_the_others()
    {
        await Import(People.Replace("Rantatie 3,20100", "Metsätie 2,33100", StringComparison.Ordinal));
        var import = await Updates(",Olli Otso,Metsätie 2,Olli Otso,Mäkitie 7,33200,Tampere\n");
        var open = await Open(import);
        Assert.Equal([ProposalMatch.Ambiguous, ProposalMatch.Ambiguous], open.Select(p => p.Match));
        await using (var db = Database.Open())
            Assert.Equal(DecideProposalRefusal.OneByOne, (await new DecideProposal(db, db.EmailChange(Clock), Clock).Run(new DecideProposalsCommand(import.Id, ProposalMatch.Ambiguous, true), Clerk, Ct)).Refusal);

        Assert.True((await Decide(open[1], accept: true)).Succeeded);

        Assert.Empty(await Open(import));
        Assert.Equal(1, await Stored(db => db.CustomerAddresses.CountAsync(a => a.Address.Street == "Mäkitie 7", Ct)));
    }

    [Fact]
    public async Task A_number_whose_old_name_is_another_is_not_taken_for_sure()
    {
        await Import(People);
        var aino = await Person("Aino");

        var import = await Updates($"{aino.Number},Joku Muu,,Aino Berg,,,\n");

        Assert.Equal(ProposalMatch.Ambiguous, Assert.Single(await Open(import)).Match);
    }

    [Fact]
    public async Task A_confidence_class_is_accepted_at_once_but_for_people_who_have_changed_since()
    {
        await Import(People);
        var (aino, olli) = (await Person("Aino"), await Stored(db => db.Customers.AsNoTracking().FirstAsync(c => c.SourceKey == "northwind:2", Ct)));
        var import = await Updates($"{aino.Number},,,Aino Berg,,,\n{olli.Number},,,Olli Berg,,,\n");
        await Arrange(db => db.Customers.Single(c => c.Id == aino.Id).SupposeLanguage(Language.Sv));

        await using (var db = Database.Open())
            Assert.Equal(new DecidedProposals(1, 1, false), (await new DecideProposal(db, db.EmailChange(Clock), Clock).Run(new DecideProposalsCommand(import.Id, ProposalMatch.CustomerNumber, true), Clerk, Ct)).Value);

        Assert.Equal(("Aalto", "Berg"), ((await Person("Aino")).LastName, (await Stored(db => db.Customers.FirstAsync(c => c.Id == olli.Id, Ct))).LastName));
        var left = Assert.Single(await Open(import));
        Assert.Equal(DecideProposalRefusal.CustomerChanged, (await Decide(left, accept: true, left.CustomerVersion)).Refusal);
        await using var again = Database.Open();
        var shown = Assert.Single((await new ListProposals(again, Clock).Run(import.Id, null, 0, null, Clerk, Ct)).Proposals);
        Assert.True(shown.IsStale);
        Assert.True((await new DecideProposal(again, again.EmailChange(Clock), Clock).Run(new DecideProposalCommand(left.Id, true, shown.Change.CustomerVersion), Clerk, Ct)).Succeeded);
        Assert.Equal("Berg", (await Person("Aino")).LastName);
    }

    [Fact]
    public async Task A_protected_address_is_never_overwritten()
    {
        await Import(People);
        var (aino, olli) = (await Person("Aino"), await Stored(db => db.Customers.AsNoTracking().FirstAsync(c => c.SourceKey == "northwind:2", Ct)));
        await Arrange(db => db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).Single(c => c.Id == aino.Id).ProtectAddress(Today, Today.AddYears(2), new(SourceKind.Authority, "dvv", Today)));

        var import = await Updates($"{aino.Number},,,,Uusikatu 9,00200,Helsinki\n{aino.Number},,,Aino Berg,Uusikatu 9,00200,Helsinki\n{olli.Number},,,,Uusikatu 9,00200,Helsinki\n");

        Assert.Equal(ImportReason.AddressProtected, (await Stored(db => db.ImportRejections.SingleAsync(r => r.ImportId == import.Id, Ct))).Reason);
        var open = await Open(import);
        Assert.Equal([("Berg", null), (null, "Uusikatu 9")], open.Select(p => (p.LastName, p.Street)));
        await using (var db = Database.Open())
            Assert.Null(Assert.Single((await new ListProposals(db, Clock).Run(import.Id, null, 0, null, Clerk, Ct)).Proposals, p => p.IsAddressProtected).Change.Address);
        await Arrange(db => db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).Single(c => c.Id == olli.Id).ProtectAddress(Today, Today.AddYears(2), new(SourceKind.Authority, "dvv", Today)));
        Assert.Equal(DecideProposalRefusal.AddressProtected, (await Decide(open[1], accept: true)).Refusal);
        Assert.False(await Stored(db => db.CustomerAddresses.AnyAsync(a => a.Address.Street == "Uusikatu 9", Ct)));
    }

    [Fact]
    public async Task People_are_found_by_the_keys_that_were_chosen()
    {
        await Import(People);

        Assert.Equal(1, (await Import("email,new name\nAINO@example.fi,Aino Berg\n", ImportKind.Updates, matchBy: ProposalMatch.Email)).Imported);
        Assert.Equal(1, (await Import("customer key,new name\n2,Olli Berg\n", ImportKind.Updates, matchBy: ProposalMatch.SourceKey)).Imported);
        Assert.Equal(1, (await Import("customer key,new name\n2,Olli Berg\n", ImportKind.Updates, matchBy: ProposalMatch.CustomerNumber)).Rejected);
    }

    private Task<Import> Updates(string rows) => Import(Headings + rows, ImportKind.Updates, SourceKind.Authority, "vtj");

    private Task<Customer> Person(string firstName) => Stored(db => db.Customers.AsNoTracking().Include(c => c.Addresses).FirstAsync(c => c.FirstName == firstName, Ct));

    private Task<List<UpdateProposal>> Open(Import import) => Stored(db => db.UpdateProposals.AsNoTracking().Where(p => p.ImportId == import.Id && p.State == ProposalState.Open).OrderBy(p => p.Line).ThenBy(p => p.Id).ToListAsync(Ct));

    /// <param name="shown">The version beside which it was shown; null for the one it has.</param>
    private async Task<Outcome<UpdateProposal, DecideProposalRefusal>> Decide(UpdateProposal proposal, bool accept, long? shown = null)
    {
        await using var db = Database.Open();
        shown ??= await db.Customers.Where(c => c.Id == proposal.CustomerId).Select(c => c.Version).SingleAsync(Ct);
        return await new DecideProposal(db, db.EmailChange(Clock), Clock).Run(new DecideProposalCommand(proposal.Id, accept, shown.Value), Clerk, Ct);
    }

    public sealed class OnSqlite() : UpdateFileTests(Engine.Sqlite);

    public sealed class OnPostgres() : UpdateFileTests(Engine.Postgres);
}
