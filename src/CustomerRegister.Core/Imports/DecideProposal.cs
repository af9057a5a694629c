using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <param name="ShownVersion">The customer's version beside which the proposal was shown.</param>
public sealed record DecideProposalCommand(UpdateProposalId Proposal, bool Accept, long ShownVersion);

/// <param name="Match">The confidence class; never the ambiguous one, which a person decides one by one.</param>
public sealed record DecideProposalsCommand(ImportId Import, ProposalMatch Match, bool Accept);

public enum DecideProposalRefusal
{
    /// <summary>It was decided already, or is gone.</summary>
    NotOpen,
    /// <summary>The customer was changed after it was shown: look again.</summary>
    CustomerChanged,
    /// <summary>The address has been protected since.</summary>
    AddressProtected,
    /// <summary>The customer's data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
    /// <summary>Several people fit: only one by one.</summary>
    OneByOne,
}

/// <param name="Decided">Proposals that were answered.</param>
/// <param name="ShownAgain">Proposals left open because their customer was changed since, the address is protected, or the data is restricted.</param>
/// <param name="HasMore">There are more of the class; ask again.</param>
public sealed record DecidedProposals(int Decided, int ShownAgain, bool HasMore);

/// <summary>Accepts or rejects new values for a customer. What is accepted is written by the customer's own methods, with the file's source and today's date (N13).</summary>
public sealed class DecideProposal(RegisterContext db, ChangeEmail changeEmail, TimeProvider clock)
{
    private const int BatchSize = 200, MostAtOnce = 5_000;

    public async Task<Outcome<UpdateProposal, DecideProposalRefusal>> Run(DecideProposalCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.UpdateProposals.SingleOrDefaultAsync(p => p.Id == command.Proposal && p.State == ProposalState.Open, ct) is not { } proposal)
            return DecideProposalRefusal.NotOpen;
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == proposal.ImportId, ct);
        var customer = await People().SingleAsync(c => c.Id == proposal.CustomerId, ct);
        if (command.Accept && customer.Version != command.ShownVersion)
            return DecideProposalRefusal.CustomerChanged;
        if (command.Accept && customer.IsAddressProtected && proposal.Address is not null)
            return DecideProposalRefusal.AddressProtected;
        if (command.Accept && await db.IsRestricted(customer.Id, ct))
            return DecideProposalRefusal.Restricted;
        Decide(proposal, customer, import, command.Accept, actor);
        await changeEmail.Tell(actor, ct);
        if (command.Accept)
        {
            // Of several people who fit, it was this one.
            foreach (var other in await db.UpdateProposals.Where(p => p.ImportId == proposal.ImportId && p.Line == proposal.Line && p.Id != proposal.Id && p.State == ProposalState.Open).ToListAsync(ct))
                Reject(other, actor);
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return DecideProposalRefusal.CustomerChanged;
        }

        return proposal;
    }

    /// <summary>Answers all proposals of a confidence class whose customers are as they were when the match was made.</summary>
    public async Task<Outcome<DecidedProposals, DecideProposalRefusal>> Run(DecideProposalsCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Match == ProposalMatch.Ambiguous && command.Accept)
            return DecideProposalRefusal.OneByOne;
        var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == command.Import, ct);
        var (decided, again, after) = (0, 0, (Line: 0L, Id: new UpdateProposalId(Guid.Empty)));
        while (import is not null && decided + again < MostAtOnce)
        {
            db.ChangeTracker.Clear();
            var (line, id) = after;
            var batch = await db.UpdateProposals.Where(p => p.ImportId == command.Import && p.State == ProposalState.Open && p.Match == command.Match && (p.Line > line || p.Line == line && p.Id.CompareTo(id) > 0))
                .OrderBy(p => p.Line).ThenBy(p => p.Id).Take(BatchSize).ToListAsync(ct);
            if (batch.Count == 0)
                return new DecidedProposals(decided, again, false);
            after = (batch[^1].Line, batch[^1].Id);
            var done = await Decide(batch, import, command.Accept, actor, ct);
            decided += done;
            again += batch.Count - done;
        }

        return new DecidedProposals(decided, again, import is not null && await db.UpdateProposals.AnyAsync(
            p => p.ImportId == command.Import && p.State == ProposalState.Open && p.Match == command.Match && (p.Line > after.Line || p.Line == after.Line && p.Id.CompareTo(after.Id) > 0), ct));
    }

    private async Task<int> Decide(List<UpdateProposal> batch, Import import, bool accept, Actor actor, CancellationToken ct)
    {
        var ids = batch.Select(p => p.CustomerId).Distinct().ToList();
        var people = accept ? await People().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct) : [];
        var restricted = accept ? await db.RestrictedAmong(ids, ct) : [];
        var done = 0;
        foreach (var proposal in batch)
        {
            if (!accept)
                Reject(proposal, actor);
            else if (people[proposal.CustomerId] is var customer && customer.Version == proposal.CustomerVersion && !restricted.Contains(customer.Id) && !(customer.IsAddressProtected && proposal.Address is not null) && db.Entry(customer).State == EntityState.Unchanged)
                Decide(proposal, customer, import, true, actor);
            else
                continue;
            done++;
        }

        try
        {
            await changeEmail.Tell(actor, ct);
            if (done > 0)
                await db.SaveChangesAsync(ct);
            return done;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody has just changed one of them: the batch stays open and is shown again.
            return 0;
        }
    }

    private IQueryable<Customer> People() => db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).AsSplitQuery();

    private void Decide(UpdateProposal proposal, Customer customer, Import import, bool accept, Actor actor)
    {
        if (!accept)
        {
            Reject(proposal, actor);
            return;
        }

        var fields = Apply(proposal, customer, new(import.SourceKind, import.Source, clock.Today()));
        // A changed address is a change of the customer, also where it leaves the customer's own row alone.
        db.Entry(customer).Property(c => c.Version).IsModified = true;
        proposal.Decide(true, actor.Id, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.ProposalAccepted, clock, customer.Id, proposal.ImportId.Value, fields));
    }

    private void Reject(UpdateProposal proposal, Actor actor)
    {
        proposal.Decide(false, actor.Id, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.ProposalRejected, clock, proposal.CustomerId, proposal.ImportId.Value));
    }

    private List<string> Apply(UpdateProposal proposal, Customer customer, Provenance source)
    {
        var fields = new List<string>();
        if (proposal.LastName is { } last)
        {
            customer.Rename(proposal.FirstName ?? customer.FirstName, last, source);
            fields.Add("Name");
        }

        if (proposal.Address is { } address)
        {
            if (ProposedChange.PostalAddressOf(customer) is { } postal)
                customer.ChangeAddress(postal, postal.Kind, address, source);
            else
                Add(CustomerAddress.Of(customer.Id, AddressKind.Postal, address, source, clock), customer.AddAddress);
            fields.Add(nameof(customer.Addresses));
        }

        if (proposal.Email is { } email)
        {
            changeEmail.Write(customer, email, source);
            fields.Add(nameof(customer.Email));
        }

        foreach (var (kind, number) in new[] { (PhoneKind.Phone, proposal.Phone), (PhoneKind.Mobile, proposal.Mobile) })
        {
            if (number is null || customer.Phones.Any(p => p.Number == number))
                continue;
            if (customer.Phones.FirstOrDefault(p => p.Kind == kind) is { } phone)
                customer.ChangePhone(phone, kind, number, source);
            else
                Add(CustomerPhone.Of(customer.Id, kind, number, source, clock), customer.AddPhone);
            fields.Add(nameof(customer.Phones));
        }

        return [.. fields.Distinct()];
    }

    private void Add<T>(T made, Action<T> to) where T : class
    {
        to(made);
        // Its key is made in code, so the context would take it for one that is there already.
        db.Add(made);
    }
}
