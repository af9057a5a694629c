using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <summary>
/// Tells whoever got a person's data that it was corrected, erased or restricted (N36; GDPR Art. 19). The notices are saved by the caller, in the transaction of the deed: nothing is done of
/// which nobody would be told.
/// </summary>
public sealed class TellRecipients(RegisterContext db, MailRecipient mail, TimeProvider clock)
{
    /// <param name="categories">Those that were corrected or restricted; null for all.</param>
    /// <param name="request">By which values were corrected.</param>
    /// <param name="only">The one recipient who is told; null for all.</param>
    internal async Task Of(CustomerId person, RecipientNoticeKind kind, IReadOnlyCollection<DataCategory>? categories, RequestId? request, Actor actor, CancellationToken ct, RecipientId? only = null)
    {
        var disclosures = await db.Disclosures.AsNoTracking().Where(d => d.CustomerId == person && (only == null || d.RecipientId == only)).ToListAsync(ct);
        if (kind == RecipientNoticeKind.RestrictionLifted)
        {
            var restricted = await db.RecipientNotices.Where(n => n.CustomerId == person && n.Kind == RecipientNoticeKind.Restricted).Select(n => n.RecipientId).ToListAsync(ct);
            disclosures.RemoveAll(d => !restricted.Contains(d.RecipientId));
        }

        if (categories is not null)
            disclosures.RemoveAll(d => !categories.Contains(d.Category));
        if (disclosures.Count == 0)
            return;
        var recipients = await Recipients(disclosures, ct);
        foreach (var given in disclosures.GroupBy(d => d.RecipientId))
            Add(recipients[given.Key], person, kind, categories is null ? [] : given.Select(d => d.Category), request, given, null);
        db.Add(AuditEntry.Of(actor, AuditAction.RecipientNoticeMade, clock, person, fields: kind.ToString()));
    }

    /// <summary>
    /// Tells whoever wrong values came from that they were corrected, where it is among the recipients by that name: then the notice is sent, reminded of and acknowledged like any other, and the
    /// items are told (N36). Who is not among them is told by letter.
    /// </summary>
    internal async Task OfSources(CustomerId person, RequestId request, IReadOnlyCollection<RectificationItem> items, Actor actor, CancellationToken ct)
    {
        var sources = items.Where(i => i is { AwaitsTelling: true, WrongSource.Name: not null }).ToLookup(i => i.WrongSource!.Name!);
        var names = sources.Select(s => s.Key).ToList();
        if (names.Count == 0)
            return;
        var recipients = await db.Recipients.AsNoTracking().Where(r => names.Contains(r.Name)).ToListAsync(ct);
        foreach (var recipient in recipients)
        {
            var given = sources[recipient.Name].ToList();
            var notice = RecipientNotice.Of(recipient, person, RecipientNoticeKind.Rectified, given.Select(i => i.Field.Category()), request, null, null, clock, asSource: true);
            db.Add(notice);
            mail.Write(notice, recipient);
            given.ForEach(i => i.SourceTold(clock.Today()));
            db.Add(AuditEntry.Of(actor, AuditAction.SourceTold, clock, person, request.Value, given.Select(i => i.Field.ToString()).Distinct()));
        }
    }

    /// <param name="erased">Of people who are in the register, what goes of each now: see <see cref="ErasurePlan.ErasedBits"/>.</param>
    internal async Task OfErasure(IReadOnlyCollection<(CustomerId Person, int Bits)> erased, Actor actor, CancellationToken ct)
    {
        var people = erased.Select(e => e.Person).ToList();
        var disclosures = (await db.Disclosures.AsNoTracking().Where(d => EF.Parameter(people).Contains(d.CustomerId)).ToListAsync(ct)).ToLookup(d => d.CustomerId);
        if (disclosures.Count == 0)
            return;
        var recipients = await Recipients(disclosures.SelectMany(d => d), ct);
        List<CustomerId> known = [.. disclosures.Select(d => d.Key)];
        var names = await db.Customers.AsNoTracking().Where(c => EF.Parameter(known).Contains(c.Id))
            .Select(c => new { c.Id, c.Number, c.FirstName, c.LastName }).ToDictionaryAsync(c => c.Id, c => $"{Customer.NameOf(c.FirstName, c.LastName)}, {c.Number}", ct);
        foreach (var (person, bits) in erased)
        {
            var (gone, touched) = (ErasurePlan.LeavesNobodyBy(bits), ErasurePlan.CategoriesTouchedBy(bits).ToHashSet());
            var given = disclosures[person].Where(d => gone || touched.Contains(d.Category)).GroupBy(d => d.RecipientId).ToList();
            foreach (var to in given)
                Add(recipients[to.Key], gone ? null : person, RecipientNoticeKind.Erased, gone ? [] : to.Select(d => d.Category), null, to, gone ? names.GetValueOrDefault(person) : null);
            // Under the key of somebody who goes nothing says which notice it is: the log must not lead from the key to a name that waits.
            if (given.Count > 0)
                db.Add(AuditEntry.Of(actor, AuditAction.RecipientNoticeMade, clock, person, fields: nameof(RecipientNoticeKind.Erased)));
        }
    }

    private Task<Dictionary<RecipientId, Recipient>> Recipients(IEnumerable<Disclosure> disclosures, CancellationToken ct)
    {
        List<RecipientId> ids = [.. disclosures.Select(d => d.RecipientId).Distinct()];
        return db.Recipients.AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
    }

    private void Add(Recipient recipient, CustomerId? person, RecipientNoticeKind kind, IEnumerable<DataCategory> categories, RequestId? request, IEnumerable<Disclosure> given, string? name)
    {
        // As many as fit; somebody who is known by so many is known by the first.
        var references = given.Select(d => d.Reference).OfType<string>().Distinct().Take(3).ToList();
        var reference = references.Count == 0 ? null : string.Join(", ", references)[..Math.Min(string.Join(", ", references).Length, Disclosure.LongestReference * 3)];
        var notice = RecipientNotice.Of(recipient, person, kind, categories, request, reference, reference is null ? name : null, clock);
        db.Add(notice);
        mail.Write(notice, recipient);
    }
}
