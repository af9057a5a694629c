using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <param name="Number">Of the request by which the value was corrected.</param>
/// <param name="Source">Where the wrong value came from.</param>
public sealed record SourceToTell(RequestId Request, long Number, RectificationItemId Item, RectifiedField Field, Provenance Source, DateTime DecidedAt)
{
    /// <summary>Whether it is among the recipients, and can be told by mail.</summary>
    public bool HasRecipient { get; init; }
}

/// <summary>Corrections of which the source of the wrong value has not been told yet (N36; GDPR Art. 19), the oldest first. It names nobody, and no value.</summary>
public sealed class ListSourcesToTell(RegisterContext db)
{
    /// <summary>What is longer than a page is worked off from its top.</summary>
    public const int Most = 100;

    public async Task<IReadOnlyList<SourceToTell>> Run(CancellationToken ct) => await (
        from i in Waiting
        join r in db.Requests on i.RequestId equals r.Id
        where r.DecidedAt != null
        orderby r.DecidedAt, i.Position
        select new SourceToTell(r.Id, r.Number, i.Id, i.Field, i.WrongSource!, r.DecidedAt!.Value)
        {
            HasRecipient = db.Recipients.Any(to => to.Name == i.WrongSource!.Name),
        }).AsNoTracking().Take(Most).ToListAsync(ct);

    private IQueryable<RectificationItem> Waiting => db.RectificationItems.Where(i => i.WrongSource != null && i.SourceToldOn == null);
}
