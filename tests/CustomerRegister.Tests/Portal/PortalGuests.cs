using System.Text.RegularExpressions;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Portal;

/// <summary>Ways for a test to get into the portal.</summary>
internal static partial class PortalGuests
{
    /// <summary>The newest link that was mailed to an address.</summary>
    public static async Task<string> LinkMailedTo(this TestApp app, string email) => Postbox.LinkIn((await app.MailsTo(email))[^1]);

    /// <summary>The code in the newest mail to an address, as it is written there.</summary>
    public static async Task<string> CodeMailedTo(this TestApp app, string email) => Code().Match((await app.MailsTo(email))[^1].TextBody ?? "").Value;

    /// <summary>A browser in which the customer, who has an e-mail address, has entered by a mailed link.</summary>
    public static async Task<Browser> Entered(this TestApp app, Customer customer)
    {
        var outcome = await app.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), CancellationToken.None));
        Assert.True(outcome.Succeeded);
        // Mails of one moment have no order.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var browser = app.Browser();
        await browser.Get(await app.LinkMailedTo(customer.Email!.Value));
        await browser.Submit("main form");
        Assert.StartsWith("/my", browser.Address, StringComparison.Ordinal);
        return browser;
    }

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex Code();
}
