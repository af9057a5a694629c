using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Portal;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>
/// Changes the e-mail address of somebody who is in the register: every change passes here, whoever makes it and how. Whoever read the mail of the former address gets in no more, by nothing that
/// was mailed there or chosen since; and both addresses are mailed that it was changed, without naming either, so that whoever did not ask for it can say so. Saved by the caller.
/// </summary>
public sealed class ChangeEmail(RegisterContext db, DropPortalKeys dropKeys, ControllerDetails controller, TimeProvider clock)
{
    private readonly List<(Customer Customer, EmailAddress Before)> changed = [];

    internal async Task Run(Customer customer, EmailAddress? email, Provenance source, Actor actor, CancellationToken ct)
    {
        Write(customer, email, source);
        await Tell(actor, ct);
    }

    /// <summary>One of many changes, after which <see cref="Tell"/> is called once.</summary>
    internal void Write(Customer customer, EmailAddress? email, Provenance source)
    {
        var before = customer.Email;
        customer.ChangeEmail(email, source);
        Note(customer, before);
    }

    /// <summary>For a change that was made by putting the whole customer back, after which <see cref="Tell"/> is called.</summary>
    internal void Note(Customer customer, EmailAddress? before)
    {
        // Another writing of the same address is no other address.
        if (before is not null && before != customer.Email)
            changed.Add((customer, before));
    }

    /// <summary>Does what follows from the changes that were written, with the same queries for one as for many.</summary>
    internal async Task Tell(Actor actor, CancellationToken ct)
    {
        if (changed.Count == 0)
            return;
        var (now, customers) = (clock.Now(), changed.ConvertAll(c => c.Customer.Id));
        // They open nothing by themselves; but who has such a link would count as invited.
        foreach (var link in await db.PortalInvitations.Where(i => customers.Contains(i.CustomerId) && i.UsedAt == null && i.ExpiresAt > now).ToListAsync(ct))
            link.Lapse(now);
        await dropKeys.Run(customers, actor, ct);
        foreach (var (customer, before) in changed.Where(c => !c.Customer.IsDeceased))
        {
            db.Add(Mail(customer, before).ToFormerAddress());
            if (customer.Email is { } address)
                db.Add(Mail(customer, address));
        }

        changed.Clear();
    }

    private OutgoingEmail Mail(Customer customer, EmailAddress to)
    {
        var texts = customer.Email is null ? "EmailRemoved" : "EmailChanged";
        return OutgoingEmail.To(to, customer.Id, customer.Language,
            MailTexts.In(customer.Language, $"{texts}.Subject", controller.RegisterName),
            MailTexts.In(customer.Language, $"{texts}.Body", controller.Name, controller.RegisterName, controller.ContactLine),
            clock);
    }
}
