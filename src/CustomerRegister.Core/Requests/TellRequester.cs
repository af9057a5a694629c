using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Mails whoever made a request that something has happened to it; what that is, stands on the page that the mail leads to, and never in the mail. A customer signs in to read it;
/// whoever asked without signing in gets a link of their own, to the address that they verified, or that stood in their letter. Who turned out to be a customer with another address on record is told at both.
/// Until that is established, everything goes to the address from which it was asked, whosever it is; at another one on record the customer learns once that there is a request in their name, with the first
/// step after the match, so that a stranger does not go unnoticed, and nobody is alarmed by a match that is parted again at once.
/// </summary>
public sealed class TellRequester(RegisterContext db, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    private const string Portal = "/my/requests";

    /// <summary>To be saved with what is told.</summary>
    /// <param name="texts">What the mail's texts are called: <c>{texts}.Subject</c>, and <c>{texts}.Body</c> for customers or <c>{texts}.Visitor</c>.</param>
    /// <param name="values">What stands in the body, given the link in it.</param>
    /// <returns>Whether there is an address to which it goes of the one who asked; that of whoever may be somebody else is none.</returns>
    internal async Task<bool> Run(DataSubjectRequest request, string texts, Func<string, object[]> values, CancellationToken ct)
    {
        // As it will be when this is saved: a correction may be of the very address.
        var (onRecord, language) = db.Customers.Local.FirstOrDefault(c => c.Id == request.CustomerId) is { } changed
            ? (changed.Email, changed.Language)
            : await OnRecord(request, ct);
        if (request.MayBeAnothers)
        {
            if (onRecord is not null && onRecord.Key != request.ApplicantEmail?.Key)
                await TellInWhoseName(request, onRecord, language, ct);
            onRecord = null;
        }

        if (onRecord is not null)
            db.Add(OutgoingEmail.To(onRecord, request.CustomerId, request.Language, Subject(request.Language, texts), MailTexts.In(request.Language, $"{texts}.Body", values(address.Link(Portal))), clock).About(request.Id));
        if (request.ApplicantEmail is not { } applicants || applicants.Key == onRecord?.Key)
            return onRecord is not null;
        AddVisitorsMail(request, applicants, texts, values);
        return true;
    }

    /// <summary>To the address alone from which it was asked, or which staff took down with the request.</summary>
    internal void AddVisitorsMail(DataSubjectRequest request, EmailAddress applicants, string texts, Func<string, object[]> values)
    {
        var secret = LinkSecret.New();
        db.Add(RequestLink.Of(request.Id, secret.Hash, clock));
        var (subject, body) = (Subject(request.Language, texts), MailTexts.In(request.Language, $"{texts}.Visitor", values(address.Link($"/request/open?secret={secret.Text}"))));
        // Of somebody who is no customer, or may not be the one, nothing else would take the address away; it is not among the customer's data.
        var mail = request is { CustomerId: { } customer, MayBeAnothers: false }
            ? OutgoingEmail.To(applicants, customer, request.Language, subject, body, clock)
            : OutgoingEmail.Farewell(applicants, request.Language, subject, body, clock);
        db.Add(mail.About(request.Id));
    }

    private async Task<(EmailAddress? Email, Language Language)> OnRecord(DataSubjectRequest request, CancellationToken ct) =>
        await db.Customers.Where(c => c.Id == request.CustomerId).Select(c => new { c.Email, c.Language }).SingleOrDefaultAsync(ct) is { } person
            ? (person.Email, person.Language) : (null, request.Language);

    /// <summary>In the customer's own language, and without a word of what happened to the request.</summary>
    private async Task TellInWhoseName(DataSubjectRequest request, EmailAddress onRecord, Language language, CancellationToken ct)
    {
        // While it may be another's, no other mail about it is the customer's.
        if (await db.OutgoingEmails.AnyAsync(m => m.RequestId == request.Id && m.CustomerId == request.CustomerId, ct))
            return;
        var body = MailTexts.In(language, "RequestInName.Body", request.Number, address.Link(Portal), controller.ContactLine, controller.Name);
        db.Add(OutgoingEmail.To(onRecord, request.CustomerId, language, Subject(language, "RequestInName"), body, clock).About(request.Id));
    }

    private string Subject(Language language, string texts) => MailTexts.In(language, $"{texts}.Subject", controller.RegisterName);
}
