using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>Links that work, as they lie in the postboxes of those who have not signed in.</summary>
internal sealed class LinksArranged(TestApp app) : Arrangement(app)
{
    /// <param name="everything">A customer with a package and a ban; the recipients' mails were written before.</param>
    /// <param name="visitor">A request of somebody who has not signed in, and where they are written to.</param>
    public async Task<IReadOnlyList<string>> Addresses(Customer everything, (RequestId Request, string Email) visitor)
    {
        var invited = await Given.Customer("Iiris", "Ilola", "iiris@example.fi");
        await Done((InviteToPortal invite) => invite.Run(new(invited.Id), Arranging, default));
        var (allowed, forbidden) = (await Forbidding(invited), await Forbidding(everything));
        var package = await App.Stored(db => db.DataPackages.Where(p => p.CustomerId == everything.Id && p.Kind == DataPackageKind.Portability && p.OfferedAt != null).Select(p => p.Id).FirstAsync());
        var handedOver = await Done((HandOverPackage handOver) => handOver.Run(new(everything.Id, package, "Uusi Kauppa Oy", null), OwnPagesArranged.Self(everything), default));
        var joining = EmailAddress.Parse("uusi.sihteeri@example.fi");
        await Done((InviteStaff invite) => invite.Run(new("Uusi Sihteeri", joining, "Esimerkki Oy", Today, null, [StaffRole.CustomerService], [], Language.Fi), Arranging, default));
        Assert.Null(await App.Use((AskAsVisitor ask) => ask.Run(new(RequestType.Access, "Ulla Ulkopuolinen", EmailAddress.Parse("ulla@example.fi"), null, Language.Fi, "Pyydän tietojani."), default)));
        await App.Use((FollowRequest follow) => follow.SendProof(visitor.Request, default));
        var code = await App.Stored(db => db.RectificationCertificates.Select(c => c.Code).FirstAsync());
        return
        [
            allowed, forbidden, "/unsubscribe/guess", $"/verify/{code}", "/verify", "/verify/0000-0000-0000-0000-0000", "/notice/1", "/error/404", PathOf(handedOver.Link),
            await Mailed("iiris@example.fi", "/enter"), await Mailed(joining.Value, "/account/join"), await Mailed("ulla@example.fi", "/request/verify"), await Mailed(visitor.Email, "/request/open"),
            await Mailed("tietosuoja@perinta.example", "/told"), "/told?secret=guess", "/handover?secret=guess", "/enter/link?secret=guess", "/request/open?secret=guess",
        ];
    }

    private async Task<string> Forbidding(Customer reader)
    {
        var secret = LinkSecret.New();
        await Save(db => Task.FromResult(db.Add(UnsubscribeLink.Of(reader.Id, BanKind.DirectMarketing, secret.Hash, App.Clock))));
        return $"/unsubscribe/{secret.Text}";
    }

    private async Task<string> Mailed(string to, string path) => PathOf(Postbox.LinkIn((await App.MailsTo(to))[^1], path));
}
