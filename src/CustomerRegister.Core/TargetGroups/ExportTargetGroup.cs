using System.Runtime.CompilerServices;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="Address">Null in a list for e-mail.</param>
/// <param name="Email">Null in a list for the post.</param>
public sealed record ExportedPerson(string FirstName, string LastName, PostalAddress? Address, EmailAddress? Email);

/// <summary>For whom a list is made.</summary>
public enum ListReceiver
{
    OwnUse,
    Processor,
    Controller,
}

/// <param name="Recipient">Who gets it, where it leaves the house.</param>
/// <param name="Ground">On which ground somebody gets it for purposes of its own; there is no other (N17).</param>
public sealed record ListHandling(ListReceiver Receiver, RecipientId? Recipient = null, DisclosureGround? Ground = null)
{
    public static ListHandling OwnUse { get; } = new(ListReceiver.OwnUse);
}

public enum ExportRefusal
{
    ReceiverMissing,
    /// <summary>There is no such recipient, or nothing is disclosed to it any more.</summary>
    RecipientMissing,
    GroundMissing,
}

/// <summary>
/// A target group as a list of names with what reaches them, and nothing else, for the controller's own mailing (N4, N7). Whoever may not be reached is not on it. The export is logged, and the
/// use of each person's data before it is given; it streams, so its length costs no memory. A list that leaves the house is a disclosure of everybody on it: to whom, as what and on which ground is
/// asked and recorded (N4, N17), so that the recipient is told of what becomes of the data, and the person of the recipient.
/// </summary>
public sealed class ExportTargetGroup(RegisterContext db, ReachableCustomers reachable, TimeProvider clock)
{
    private const int AtOnce = 1000;

    /// <returns>Null when the list may be made so.</returns>
    public async Task<ExportRefusal?> Check(ListHandling handling, CancellationToken ct) => handling switch
    {
        { Receiver: ListReceiver.OwnUse } => null,
        _ when !Enum.IsDefined(handling.Receiver) => ExportRefusal.ReceiverMissing,
        _ when await Recipient(handling, ct) is null => ExportRefusal.RecipientMissing,
        { Receiver: ListReceiver.Controller, Ground: null } => ExportRefusal.GroundMissing,
        _ => null,
    };

    /// <exception cref="ArgumentException">The list may not be made so: see <see cref="Check"/>.</exception>
    public async IAsyncEnumerable<ExportedPerson> Run(TargetGroup group, ReachedBy by, ListHandling handling, Actor actor, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await Check(handling, ct) is { } refusal)
            throw new ArgumentException(refusal.ToString(), nameof(handling));
        var recipient = handling.Receiver == ListReceiver.OwnUse ? null : await Recipient(handling, ct);
        var user = actor.For(BanPurposes.Of(group.Use));
        string[] fields = [by.ToString(), handling.Receiver.ToString(), .. handling.Ground is { } ground && handling.Receiver == ListReceiver.Controller ? [ground.ToString()] : Array.Empty<string>()];
        await db.LogRead(AuditEntry.Of(user, AuditAction.TargetGroupExported, clock, null, recipient?.Id.Value, fields), ct);
        (string SortName, long Number)? last = null;
        while (true)
        {
            var reached = reachable.In(group, by, db).AsNoTracking();
            // Somebody else's use is what two bans more forbid (N33, N42).
            if (handling.Receiver == ListReceiver.Controller)
                reached = reached.Where(c => reachable.For(BanKind.DisclosureForMarketing, by).Any(may => may.Id == c.Id));
            var people = reached;
            if (last is { } place)
                people = people.Where(c => RowValue.IsAfter(c.SortName, c.Number, place.SortName, place.Number));
            // Whoever forbids while it runs is not among the next ones.
            var rows = await people.OrderBy(c => c.SortName).ThenBy(c => c.Number).Take(AtOnce)
                .Select(c => new
                {
                    c.Id,
                    c.SortName,
                    c.Number,
                    c.FirstName,
                    c.LastName,
                    c.Email,
                    Address = c.Addresses.Where(a => a.Kind == AddressKind.Postal && a.Address.City != null).OrderByDescending(a => a.Id).Select(a => a.Address).FirstOrDefault(),
                }).ToListAsync(ct);
            if (rows.Count == 0)
                yield break;
            var end = (rows[^1].SortName, rows[^1].Number);
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                if (recipient is not null)
                    rows = await Disclose([.. rows], r => r.Id, reached, handling, recipient, actor, ct);
                await db.LogUse(rows.Select(r => r.Id), AuditAction.PersonExported, group, actor, clock, ct);
                await transaction.CommitAsync(ct);
            }

            foreach (var row in rows)
                yield return new(row.FirstName, row.LastName, by == ReachedBy.Post ? row.Address : null, by == ReachedBy.Email ? row.Email : null);
            last = end;
        }
    }

    /// <summary>Records who gets the data of whom.</summary>
    /// <param name="reached">Whoever may be on the list.</param>
    /// <returns>Those of whom it may still be given: whoever was erased, wholly or in part, restricted or forbade it at this moment is not among them.</returns>
    private async Task<List<T>> Disclose<T>(List<T> rows, Func<T, CustomerId> key, IQueryable<Customer> reached, ListHandling handling, Recipient recipient, Actor actor, CancellationToken ct)
    {
        var keys = rows.ConvertAll(r => key(r));
        await db.HoldCustomers(keys, ct);
        var there = (await reached.Where(c => EF.Parameter(keys).Contains(c.Id)).Select(c => c.Id).ToListAsync(ct)).ToHashSet();
        rows.RemoveAll(r => !there.Contains(key(r)));
        var today = clock.Today();
        await db.Bulk().Write<Disclosure>([.. from row in rows
            from category in (DataCategory[])[DataCategory.Name, DataCategory.ContactDetails]
            select handling.Receiver == ListReceiver.Processor
                ? Disclosure.ToProcessor(key(row), recipient, category, today, clock)
                : Disclosure.Of(key(row), recipient, category, today, handling.Ground!.Value, null, clock)], ct);
        await db.Bulk().Write<AuditEntry>([.. rows.Select(r => AuditEntry.Of(actor, AuditAction.DisclosureRecorded, clock, key(r), recipient.Id.Value, [nameof(DataCategory.Name), nameof(DataCategory.ContactDetails)]))], ct);
        return rows;
    }

    private Task<Recipient?> Recipient(ListHandling handling, CancellationToken ct) =>
        db.Recipients.AsNoTracking().SingleOrDefaultAsync(r => r.Id == handling.Recipient && r.ClosedOn == null, ct);
}
