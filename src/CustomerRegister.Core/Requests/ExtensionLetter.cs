using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>What the letter's template shows.</summary>
/// <param name="Address">Null where none is on record, or where the reader may not see it.</param>
public sealed record ExtensionLetterDocument(DataSubjectRequest Request, string Name, PostalAddress? Address, DateOnly WrittenOn, ControllerDetails Controller);

/// <summary>The letter by which a person without e-mail learns that more time is needed, with the reasons (GDPR Art. 12(3)): to print, for a window envelope.</summary>
public sealed class ExtensionLetter(RegisterContext db, IDocumentRenderer documents, ControllerDetails controller, TimeProvider clock)
{
    private const string FileName = "extension-letter.html";

    /// <returns>Null when there is no such request, it is not extended, or its person has gone.</returns>
    public async Task<AnswerContent?> Run(RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id && r.Extended, ct);
        if (request is null)
            return null;
        var person = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == request.CustomerId, ct);
        if ((person?.FullName ?? request.ApplicantName) is not { } name)
            return null;
        var document = new ExtensionLetterDocument(request, name, LetterAddress.Of(person, request.ApplicantAddress, actor), HelsinkiTime.DayOf(request.ExtendedAt!.Value), controller);
        var html = await documents.Render(nameof(ExtensionLetter), document, request.Language, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.ExtensionLetterMade, clock, request.CustomerId, id.Value));
        await db.SaveChangesAsync(ct);
        return new(FileName, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html));
    }
}
