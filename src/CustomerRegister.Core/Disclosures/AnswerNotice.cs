using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <param name="Was">Null where there was nothing.</param>
/// <param name="Is">Null where the value was taken away.</param>
public sealed record CorrectedValue(RectifiedField Field, string? Was, string? Is);

/// <param name="Person">By what the recipient knows the person: name and number, or null where the reference is enough.</param>
/// <param name="Categories">What of the data is concerned; empty for all that the recipient got.</param>
/// <param name="Values">What was corrected; empty where the controller must be asked.</param>
public sealed record OpenedNotice(RecipientNoticeKind Kind, DateTime MadeAt, string? Person, string? Reference, IReadOnlyList<DataCategory> Categories, IReadOnlyList<CorrectedValue> Values)
{
    /// <summary>Whether it is told as the one from whom the wrong values came.</summary>
    public bool AsSource { get; init; }
}

/// <summary>
/// The recipient answers a notice by the link in its mail. Looking at the link says nothing and changes nothing, for mail scanners follow links; opening shows whom it is about, and is
/// logged; acknowledging ends it, and the link with it.
/// </summary>
public sealed class AnswerNotice(RegisterContext db, TimeProvider clock)
{
    private static readonly Actor Receiver = Actor.System("recipient", "requests");

    /// <returns>Null where the notice is over, a newer mail has another link, or it is none.</returns>
    public Task<RecipientNoticeKind?> Look(string? secret, CancellationToken ct) => Open(secret).Select(n => (RecipientNoticeKind?)n.Kind).SingleOrDefaultAsync(ct);

    /// <inheritdoc cref="Look"/>
    public async Task<OpenedNotice?> Read(string? secret, CancellationToken ct)
    {
        if (await Open(secret).AsNoTracking().SingleOrDefaultAsync(ct) is not { } notice)
            return null;
        var person = notice.Person;
        IReadOnlyList<CorrectedValue> values = [];
        if (notice.CustomerId is { } id)
        {
            var customer = await db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => new { c.FirstName, c.LastName, c.Number, IsProtected = c.ProtectedUntil != null }).SingleAsync(ct);
            person = notice.Reference is null ? $"{Customer.NameOf(customer.FirstName, customer.LastName)}, {customer.Number}" : null;
            values = await Values(notice, customer.IsProtected, ct);
        }

        db.Add(AuditEntry.Of(Receiver, AuditAction.RecipientNoticeOpened, clock, notice.CustomerId, notice.Id.Value));
        await db.SaveChangesAsync(ct);
        return new(notice.Kind, notice.MadeAt, person, notice.Reference, notice.Categories, values) { AsSource = notice.AsSource };
    }

    /// <returns>Whether it is acknowledged now.</returns>
    public async Task<bool> Acknowledge(string? secret, CancellationToken ct)
    {
        if (await Open(secret).SingleOrDefaultAsync(ct) is not { } notice)
            return false;
        notice.Acknowledge(clock.Now());
        db.Add(AuditEntry.Of(Receiver, AuditAction.RecipientNoticeAcknowledged, clock, notice.CustomerId, notice.Id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<CorrectedValue>> Values(RecipientNotice notice, bool addressIsProtected, CancellationToken ct)
    {
        if (notice.Kind != RecipientNoticeKind.Rectified || notice.RequestId is not { } request)
            return [];
        var items = await db.RectificationItems.AsNoTracking().Where(i => i.RequestId == request && i.Decision != RectificationDecision.Refuse).OrderBy(i => i.Position).ToListAsync(ct);
        // What came from somebody else is none of a source's.
        if (notice.AsSource)
            items.RemoveAll(i => i.WrongSource?.Name != notice.RecipientName);
        // A protected address is given to nobody, whatever they had before.
        return [.. items.Where(i => notice.Categories.Contains(i.Field.Category()) && !(addressIsProtected && StoredDetails.AddressParts.Contains(i.Field)))
            .Select(i => new CorrectedValue(i.Field, i.CurrentValue, i.WrittenValue))];
    }

    private IQueryable<RecipientNotice> Open(string? secret)
    {
        var hash = LinkSecret.HashOf(secret);
        return db.RecipientNotices.Where(n => n.SecretHash == hash && n.Outcome == null);
    }
}
