using CustomerRegister.Customers;
using CustomerRegister.Mail;
using CustomerRegister.Notices;

namespace CustomerRegister.Portal;

/// <summary>What is mailed to open the portal: the invitation that knows the hashes, and the mail that carries what is hashed.</summary>
internal static class PortalLink
{
    /// <summary>A link alone, as in an invitation.</summary>
    public static (PortalInvitation Invitation, OutgoingEmail Mail) Invitation(
        CustomerId customer, EmailAddress email, Language language, TimeSpan lifetime, ControllerDetails controller, PublicAddress address, TimeProvider clock)
    {
        var secret = LinkSecret.New();
        var invitation = PortalInvitation.Of(customer, email, secret.Hash, lifetime, clock);
        return (invitation, Mail("PortalInvitation", customer, email, language, controller, clock, Address(secret, address), lifetime.Days));
    }

    /// <summary>A link, and a code for the browser that asked.</summary>
    public static (PortalInvitation Invitation, OutgoingEmail Mail) Asked(
        Customer customer, EmailAddress email, string browserKey, TimeSpan lifetime, ControllerDetails controller, PublicAddress address, TimeProvider clock)
    {
        var (secret, code) = (LinkSecret.New(), PortalCode.New());
        var invitation = PortalInvitation.Of(customer.Id, email, secret.Hash, lifetime, clock);
        invitation.TakeCode(browserKey, code, PortalCode.Lifetime);
        return (invitation, Mail("PortalLink", customer.Id, email, customer.Language, controller, clock,
            Address(secret, address), (int)lifetime.TotalMinutes, PortalCode.Written(code), (int)PortalCode.Lifetime.TotalMinutes));
    }

    /// <summary>A code alone, for somebody who is signed in and is asked once more.</summary>
    public static (PortalInvitation Invitation, OutgoingEmail Mail) Proof(Customer customer, EmailAddress email, string browserKey, ControllerDetails controller, TimeProvider clock)
    {
        var code = PortalCode.New();
        // Nobody learns the secret, so that no link opens.
        var invitation = PortalInvitation.Of(customer.Id, email, LinkSecret.New().Hash, PortalCode.Lifetime, clock);
        invitation.TakeCode(browserKey, code, PortalCode.Lifetime);
        return (invitation, Mail("PortalProof", customer.Id, email, customer.Language, controller, clock, PortalCode.Written(code), (int)PortalCode.Lifetime.TotalMinutes));
    }

    private static string Address(LinkSecret secret, PublicAddress address) => address.Link($"/enter/link?secret={secret.Text}");

    /// <param name="texts">What the mail's texts are called: <c>{texts}.Subject</c> and <c>{texts}.Body</c>.</param>
    private static OutgoingEmail Mail(
        string texts, CustomerId customer, EmailAddress email, Language language, ControllerDetails controller, TimeProvider clock, params object[] values) =>
        OutgoingEmail.To(email, customer, language,
            MailTexts.In(language, $"{texts}.Subject", controller.RegisterName),
            MailTexts.In(language, $"{texts}.Body", [controller.Name, controller.RegisterName, .. values]),
            clock);
}
