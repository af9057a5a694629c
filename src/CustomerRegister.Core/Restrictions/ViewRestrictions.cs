using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Restrictions;

/// <param name="RequestNumber">Of the request by which it came.</param>
/// <param name="Mail">How the mail stands that tells of the lifting.</param>
public sealed record ViewedRestriction(Restriction Restriction, long? RequestNumber, EmailState? Mail)
{
    public bool IsTold => Restriction.IsTold(Mail);
}

/// <param name="Restrictions">Those in force first, the newest first.</param>
public sealed record CustomersRestrictions(CustomerId Customer, long Number, string FullName, Language Language, bool HasEmail, IReadOnlyList<ViewedRestriction> Restrictions);

/// <summary>Staff look at the restrictions of a customer's data. Logged as a look at the person.</summary>
public sealed class ViewRestrictions(RegisterContext db, TimeProvider clock)
{
    /// <summary>More than anybody has; a page must end somewhere.</summary>
    private const int Most = 100;

    /// <returns>Null if there is no such customer; then nothing is logged.</returns>
    public async Task<CustomersRestrictions?> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        var person = await db.Customers.Where(c => c.Id == id).Select(c => new { c.Number, c.FirstName, c.LastName, c.Language, HasEmail = c.Email != null }).SingleOrDefaultAsync(ct);
        if (person is null)
            return null;
        var rows = await db.Restrictions.AsNoTracking().Where(r => r.CustomerId == id)
            .OrderByDescending(r => r.LiftedAt == null).ThenByDescending(r => r.Since).Take(Most)
            .Select(r => new ViewedRestriction(r,
                db.Requests.Where(q => q.Id == r.RequestId).Select(q => (long?)q.Number).FirstOrDefault(),
                db.OutgoingEmails.Where(m => m.Id == r.NoticeMailId).Select(m => (EmailState?)m.State).FirstOrDefault()))
            .ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id, fields: nameof(Restriction)), ct);
        return new(id, person.Number, Customer.NameOf(person.FirstName, person.LastName), person.Language, person.HasEmail, rows);
    }
}
