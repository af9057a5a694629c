using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

public sealed record InviteToPortalCommand(CustomerId Customer);

public enum InviteRefusal
{
    CustomerNotFound,
    /// <summary>The link goes to the address on record and nowhere else.</summary>
    NoEmail,
    /// <summary>The address is another customer's too: a link would open the data of one to all who read that mail.</summary>
    EmailShared,
    Deceased,
}

/// <summary>Staff have a link into the portal mailed to a customer (N15).</summary>
public sealed class InviteToPortal(RegisterContext db, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);

    public async Task<Outcome<PortalInvitation, InviteRefusal>> Run(InviteToPortalCommand command, Actor actor, CancellationToken ct)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == command.Customer, ct);
        if (customer is null)
            return InviteRefusal.CustomerNotFound;
        if (customer.IsDeceased)
            return InviteRefusal.Deceased;
        if (customer.Email is null)
            return InviteRefusal.NoEmail;
        if (await PortalNames.IsShared(db, customer.Email, ct))
            return InviteRefusal.EmailShared;

        var (invitation, mail) = PortalLink.Invitation(customer.Id, customer.Email, customer.Language, LinkLifetime, controller, address, clock);
        db.Add(invitation);
        db.Add(mail);
        db.Add(AuditEntry.Of(actor, AuditAction.PortalInvited, clock, customer.Id, invitation.Id.Value));
        await db.SaveChangesAsync(ct);
        return invitation;
    }
}
