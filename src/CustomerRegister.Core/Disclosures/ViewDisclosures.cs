using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <param name="Id">Of one of its rows.</param>
public sealed record ViewedDisclosure(DisclosureId Id, string RecipientName, DateOnly On, DisclosureGround? Ground, string? Reference, IReadOnlyList<DataCategory> Categories);

/// <param name="ToldOn">Null while the recipient has not been told.</param>
public sealed record ViewedNotice(string RecipientName, RecipientNoticeKind Kind, DateTime MadeAt, NoticeOutcome? Outcome, DateOnly? ToldOn);

public sealed record CustomersDisclosures(CustomerId Customer, string FullName, IReadOnlyList<ViewedDisclosure> Disclosures, IReadOnlyList<ViewedNotice> Notices);

/// <summary>Staff look at who got a customer's data and what they were told since. Logged as a look at the person.</summary>
public sealed class ViewDisclosures(RegisterContext db, TimeProvider clock)
{
    /// <summary>Of either; a page must end somewhere. The answer to an access request holds all.</summary>
    public const int Most = 200;

    /// <returns>Null if there is no such customer; then nothing is logged.</returns>
    public async Task<CustomersDisclosures?> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        var person = await db.Customers.Where(c => c.Id == id).Select(c => new { c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        if (person is null)
            return null;
        var rows = await db.Disclosures.AsNoTracking().Where(d => d.CustomerId == id).OrderByDescending(d => d.DisclosedOn).ThenBy(d => d.Id).Take(Most).ToListAsync(ct);
        var notices = await db.RecipientNotices.AsNoTracking().Where(n => n.CustomerId == id).OrderByDescending(n => n.MadeAt).Take(Most)
            .Select(n => new ViewedNotice(n.RecipientName, n.Kind, n.MadeAt, n.Outcome, n.ToldOn)).ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id, fields: nameof(Disclosure)), ct);
        return new(id, Customer.NameOf(person.FirstName, person.LastName),
            [.. rows.GroupBy(d => (d.RecipientId, d.RecipientName, d.DisclosedOn, d.Ground, d.Reference))
                .Select(g => new ViewedDisclosure(g.First().Id, g.Key.RecipientName, g.Key.DisclosedOn, g.Key.Ground, g.Key.Reference, [.. g.Select(d => d.Category).Order()]))],
            notices);
    }
}
