using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <param name="History">Every decision ever made, newest first, whatever it was about.</param>
public sealed record OwnChoicesView(Choices Now, IReadOnlyList<PastChoice> History);

/// <summary>One decision of the past: either about a purpose or about a ban.</summary>
/// <param name="Yes">Consent was given, or the use forbidden.</param>
public sealed record PastChoice(DateTime At, LocalizedText? Purpose, BanKind? Ban, bool Yes, Channel Channel)
{
    /// <summary>The decision about a purpose, of which there is a record to keep; null for a ban.</summary>
    public ConsentDecisionId? Decision { get; init; }
}

/// <summary>A customer looks at their own consents and bans, and at how they came about.</summary>
public sealed class OwnChoices(RegisterContext db, CurrentChoices current, TimeProvider clock)
{
    /// <summary>More than anybody decides; a page must end somewhere.</summary>
    private const int LongestHistory = 200;

    public async Task<OwnChoicesView> Run(CustomerId customer, Actor actor, CancellationToken ct)
    {
        var decisions = await db.ConsentDecisions.AsNoTracking().Where(d => d.CustomerId == customer)
            .OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Take(LongestHistory)
            .Join(db.Purposes, d => d.PurposeId, p => p.Id, (d, p) => new { d.Id, d.At, p.Name, d.Given, d.Channel }).ToListAsync(ct);
        var bans = await db.Bans.AsNoTracking().Where(b => b.CustomerId == customer)
            .OrderByDescending(b => b.At).ThenByDescending(b => b.Id).Take(LongestHistory).ToListAsync(ct);
        var view = new OwnChoicesView(
            await current.Run(customer, ct),
            [.. decisions.Select(d => new PastChoice(d.At, d.Name, null, d.Given, d.Channel) { Decision = d.Id })
                .Concat(bans.Select(b => new PastChoice(b.At, null, b.Kind, b.Forbidden, b.Channel)))
                .OrderByDescending(c => c.At).Take(LongestHistory)]);

        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer), ct);
        return view;
    }
}
