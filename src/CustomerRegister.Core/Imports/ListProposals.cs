using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>A proposal beside what the register has now.</summary>
/// <param name="IsStale">The customer was changed after the match was made, so look again.</param>
public sealed record ShownProposal(UpdateProposal Proposal, ProposedChange Change, bool IsStale, bool IsAddressProtected);

public sealed record ProposalsPage(IReadOnlyList<ShownProposal> Proposals, IReadOnlyDictionary<ProposalMatch, int> Open, bool HasMore);

/// <summary>Proposals of an import that wait for an answer, old and new side by side. Each look at a person is logged.</summary>
public sealed class ListProposals(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 20;

    /// <param name="match">One confidence class; null for all.</param>
    /// <param name="afterLine">The line and key of the last proposal of the page before.</param>
    public async Task<ProposalsPage> Run(ImportId import, ProposalMatch? match, long afterLine, Guid? afterId, Actor actor, CancellationToken ct)
    {
        var open = db.UpdateProposals.AsNoTracking().Where(p => p.ImportId == import && p.State == ProposalState.Open);
        var counts = await open.GroupBy(p => p.Match).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        if (match is { } chosen)
            open = open.Where(p => p.Match == chosen);
        if (afterId is { } id)
        {
            var key = new UpdateProposalId(id);
            open = open.Where(p => p.Line > afterLine || p.Line == afterLine && p.Id.CompareTo(key) > 0);
        }

        var found = await open.OrderBy(p => p.Line).ThenBy(p => p.Id).Take(PageSize + 1).ToListAsync(ct);
        var page = found.Take(PageSize).ToList();
        var ids = page.Select(p => p.CustomerId).Distinct().ToList();
        var people = await db.Customers.AsNoTracking().Include(c => c.Addresses).Include(c => c.Phones).AsSplitQuery().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        db.AddRange(people.Keys.Select(customer => AuditEntry.Of(actor, AuditAction.ProposalsViewed, clock, customer, import.Value)));
        await db.SaveChangesAsync(ct);
        return new(
            [.. page.Select(p => new ShownProposal(p, ProposedChange.Of(people[p.CustomerId], p.Match, p.Draft()), people[p.CustomerId].Version != p.CustomerVersion, people[p.CustomerId].IsAddressProtected))],
            counts, found.Count > PageSize);
    }
}
