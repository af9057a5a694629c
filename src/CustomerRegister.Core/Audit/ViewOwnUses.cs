using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;

namespace CustomerRegister.Audit;

/// <param name="After">The last entry of the page before.</param>
/// <param name="OthersOnly">Leaves out the customer's own acts, among which those of others are hard to find.</param>
public sealed record ViewOwnUsesQuery(CustomerId Customer, AuditEntryId? After, bool OthersOnly);

/// <param name="Withheld">On which ground the log is not shown; null where it is.</param>
public sealed record OwnUses(UsesPage Page, DecisionGround? Withheld);

/// <summary>A customer sees who has used their data, page by page: when, in which role and for what (CJEU C-579/21). The look itself is logged.</summary>
public sealed class ViewOwnUses(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    public async Task<OwnUses> Run(ViewOwnUsesQuery query, Actor actor, CancellationToken ct)
    {
        if ((await db.WithheldFrom(query.Customer, ct)).TryGetValue(DataCategory.AccessLog, out var ground))
            return new(new([], false), ground);
        var page = await UsesOfData.Read(db, await FormerKeys.And(db, query.Customer, ct), query.OthersOnly ? UsesWanted.ByOthers : UsesWanted.All, query.After, PageSize, withNames: false, ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, query.Customer), ct);
        return new(page, null);
    }
}
