using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>
/// Changes the e-mail address of somebody who is in the register: every change passes here, whoever makes it and how. Both addresses are mailed that it was changed, without naming either, so that
/// whoever did not ask for it can say so. Saved by the caller.
/// </summary>
public sealed class ChangeEmail(RegisterContext db, ControllerDetails controller, TimeProvider clock)
{
    internal async Task Run(Customer customer, EmailAddress? email, Provenance source, CancellationToken ct)
    {
        var before = customer.Email;
        customer.ChangeEmail(email, source);
        await Tell(customer, before, ct);
    }

    /// <summary>For a change that was made by putting the whole customer back.</summary>
    internal async Task Tell(Customer customer, EmailAddress? before, CancellationToken ct)
    {
        // Another writing of the same address is no other address.
        if (before is null || before == customer.Email)
            return;
        var now = clock.Now();
        // They open nothing by themselves; but who has such a link would count as invited.
        foreach (var link in await db.PortalInvitations.Where(i => i.CustomerId == customer.Id && i.UsedAt == null && i.ExpiresAt > now).ToListAsync(ct))
            link.Lapse(now);
        if (customer.IsDeceased)
            return;
        db.Add(Mail(customer, before).ToFormerAddress());
        if (customer.Email is { } address)
            db.Add(Mail(customer, address));
    }

    private OutgoingEmail Mail(Customer customer, EmailAddress to) => OutgoingEmail.To(to, customer.Id, customer.Language,
        MailTexts.In(customer.Language, "EmailChanged.Subject", controller.RegisterName),
        MailTexts.In(customer.Language, "EmailChanged.Body", controller.Name, controller.RegisterName, controller.ContactLine),
        clock);
}
