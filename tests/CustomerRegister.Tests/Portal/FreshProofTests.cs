using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

/// <summary>What takes data out of the portal is given to a browser only within a few minutes of the last proof of who sits at it.</summary>
public abstract class FreshProofTests(Engine engine) : AppTest(engine)
{
    private const string Email = "pirkko@example.fi";
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nOma\n%%EOF");

    [Fact]
    [Clause("N15")]
    public async Task Every_download_asks_for_a_fresh_proof_of_a_page_that_was_opened_in_time_too()
    {
        var customer = await Given.Customer("Pirkko", "Koskitalo", Email);
        var (desk, own) = (Actor.System("test", "arranging"), new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"));
        var access = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(access, customer.Id, null, [new("oma.pdf", Pdf)]), own, default))).Succeeded);
        Assert.True((await App.Decide(access, grant: true)).Succeeded);
        var rectification = await App.RequestFrom(customer.Id, RequestType.Rectification, message: "Nimeni on Pirjo.");
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(rectification, IdentityMethod.PortalSignIn), desk, default))).Succeeded);
        Assert.True((await App.Decide(rectification, RequestDecision.Refuse, "Nimi on oikein.")).Succeeded);
        await App.Use((OwnPackages packages) => packages.Make(customer.Id, own, default));
        var certificate = $"/my/requests/{rectification.Value}/certificate";
        var acts = new (string Page, Func<Browser, Task> Press)[]
        {
            ($"/my/requests/{access.Value}/answer", b => b.Submit("form:has(input[name=file])")),
            ($"/my/requests/{access.Value}", b => b.Press("oma.pdf")),
            ("/my/packages", b => b.Submit("form[action*='Download']")),
            ("/my/packages", b => b.Submit("form[action*='HandOver']", ("To", "Toinen Oy"))),
            (certificate, b => b.Get(certificate)),
        };

        using var browser = await App.Entered(customer);
        foreach (var (page, press) in acts)
        {
            using var late = await App.Entered(customer);
            await late.Get(page);
            Assert.Equal((page, HttpStatusCode.OK), (late.Address, late.Status));
            App.Clock.Advance(ProveAgain.FreshFor);
            await press(late);
            Assert.Equal($"/my/proof?returnUrl={Uri.EscapeDataString(page)}", late.Address);
        }

        var given = new[] { AuditAction.AnswerDownloaded, AuditAction.AttachmentDownloaded, AuditAction.PackageDownloaded, AuditAction.PackageHandOverOffered };
        Assert.Empty((await App.Logged(customer.Id)).Intersect(given));

        await browser.Get(acts[1].Page);
        await browser.Press("oma.pdf");
        await browser.Submit("form[action*='handler=Send']");
        await browser.Submit("form[action*='handler=Code']", ("Code", await App.CodeMailedTo(Email)));
        Assert.Equal(acts[1].Page, browser.Address);
        Assert.Contains("vahvistus onnistui", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        await browser.Press("oma.pdf");
        Assert.Equal(Pdf, browser.Content);
        foreach (var (page, press) in acts)
        {
            await browser.Get(page);
            await press(browser);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.DoesNotContain("/my/proof", browser.Address, StringComparison.Ordinal);
        }

        Assert.Empty(given.Except(await App.Logged(customer.Id)));
    }

    public sealed class OnSqlite() : FreshProofTests(Engine.Sqlite);

    public sealed class OnPostgres() : FreshProofTests(Engine.Postgres);
}
