using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Requests;

namespace CustomerRegister.PersonalData;

/// <param name="Report">Of long tables the newest rows.</param>
/// <param name="UsesByOthers">The newest, among which one's own acts would hide them.</param>
/// <param name="Withheld">The categories that are not shown, each with its ground: a request for access was granted without them.</param>
public sealed record OwnData(PersonalDataReport Report, UsesPage UsesByOthers, IReadOnlyDictionary<DataCategory, DecisionGround> Withheld);

/// <summary>A customer looks at everything that is stored about them (GDPR Art. 15). The look itself is logged, and shows from the next one on.</summary>
public sealed class ViewOwnData(RegisterContext db, ReadPersonalData read, TimeProvider clock)
{
    /// <summary>How many rows of a table are shown; the answer to an access request has them all.</summary>
    public const int MostRows = 50;

    private const int NewestUses = 5;

    /// <returns>Null when the customer is no longer in the register.</returns>
    public async Task<OwnData?> Run(CustomerId customer, Actor actor, CancellationToken ct)
    {
        if (await read.Newest(customer, MostRows, ct) is not { } report)
            return null;
        var withheld = await db.WithheldFrom(customer, ct);
        report = report with { Categories = [.. report.Categories.Select(c => withheld.ContainsKey(c.Category) ? c with { Tables = [] } : c)] };
        var uses = await UsesOfData.Read(db, await FormerKeys.And(db, customer, ct), UsesWanted.ByOthers, after: null, NewestUses, withNames: false, ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer), ct);
        return new(report, withheld.ContainsKey(DataCategory.AccessLog) ? new([], false) : uses, withheld);
    }
}
