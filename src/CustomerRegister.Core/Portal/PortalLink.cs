using CustomerRegister.Customers;
using CustomerRegister.Mail;
using CustomerRegister.Notices;

namespace CustomerRegister.Portal;

/// <summary>A link into the portal: the invitation that knows its hash, and the mail that carries it.</summary>
internal static class PortalLink
{
    /// <param name="texts">What the mail's texts are called: <c>{texts}.Subject</c> and <c>{texts}.Body</c>.</param>
    /// <param name="shownLifetime">The lifetime as the text counts it, in days or minutes.</param>
    public static (PortalInvitation Invitation, OutgoingEmail Mail) Make(
        Customer customer, EmailAddress email, TimeSpan lifetime, string texts, int shownLifetime, ControllerDetails controller, PublicAddress address, TimeProvider clock)
    {
        var secret = LinkSecret.New();
        var invitation = PortalInvitation.Of(customer.Id, secret.Hash, lifetime, clock);
        var mail = OutgoingEmail.To(email, customer.Id, customer.Language,
            MailTexts.In(customer.Language, $"{texts}.Subject", controller.RegisterName),
            MailTexts.In(customer.Language, $"{texts}.Body", controller.Name, controller.RegisterName, address.Link($"/enter/link?secret={secret.Text}"), shownLifetime),
            clock);
        return (invitation, mail);
    }
}
