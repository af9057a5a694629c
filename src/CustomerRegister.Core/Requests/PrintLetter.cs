using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Address">Where it goes today; null where none is on record, or where the reader may not see it.</param>
public sealed record PrintedLetter(RequestLetter Letter, long Number, string Name, PostalAddress? Address);

/// <summary>
/// Opens a letter to print. It is addressed to where the person lives now, and, as long as nobody knows that the request is theirs, to whoever asked, as they said; that it was opened is logged.
/// </summary>
public sealed class PrintLetter(RegisterContext db, TimeProvider clock)
{
    /// <returns>Null when there is no such letter.</returns>
    public async Task<PrintedLetter?> Run(RequestId request, RequestLetterId id, Actor actor, CancellationToken ct)
    {
        var found = await (from l in db.RequestLetters
                           join r in db.Requests on l.RequestId equals r.Id
                           where l.Id == id && r.Id == request
                           select new { Letter = l, Request = r }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var about = found.Request.MayBeAnothers ? null : found.Request.CustomerId;
        var person = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == about, ct);
        if (person?.IsAddressHiddenFrom(actor) == true)
            found.Letter.HideAddress(await db.RectificationItems.AsNoTracking().Where(i => i.RequestId == request).ToListAsync(ct));
        var address = LetterAddress.Of(person, found.Request.ApplicantAddress, actor);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.LetterPrinted, clock, about, request.Value), ct);
        return new(found.Letter, found.Request.Number, person?.FullName ?? found.Request.ApplicantName ?? "", address);
    }
}
