using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;

namespace CustomerRegister.Portal;

/// <param name="BrowserKey">The secret of the browser that asks: only there the mailed code opens.</param>
public sealed record SendPortalLinkCommand(EmailAddress Email, string BrowserKey);

/// <summary>
/// Mails a link and a code into the portal, where the register knows the address for which they were asked. Whoever asked is told nothing and does not wait for it: see <see cref="AskedLink"/>.
/// </summary>
/// <remarks>Where several customers share the address no link is sent: it would open the data of one of them to all who read that mail.</remarks>
public sealed class SendPortalLink(RegisterContext db, PortalAttempts attempts, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(30);

    // Nobody is signed in: whoever asks is not yet the customer.
    private static readonly Actor Anybody = Actor.System("portal", "own-data");

    public async Task Run(SendPortalLinkCommand command, CancellationToken ct)
    {
        var customer = await PortalNames.Find(db, command.Email, ct);
        await attempts.MakeRoomFor(customer?.Id, ct);
        if (customer is { Email: { } onRecord })
        {
            var (invitation, mail) = PortalLink.Asked(customer, onRecord, command.BrowserKey, LinkLifetime, controller, address, clock);
            db.Add(invitation);
            db.Add(mail);
            db.Add(AuditEntry.Of(Anybody, AuditAction.PortalInvited, clock, customer.Id, invitation.Id.Value));
        }
        else
        {
            db.Add(AuditEntry.Of(Anybody, AuditAction.PortalLinkNotSent, clock));
        }

        await db.SaveChangesAsync(ct);
    }
}
