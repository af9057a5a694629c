using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Notices;

public abstract class NoticeVersionTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N31")]
    public async Task A_customer_is_given_the_published_notice_once_and_told_what_has_changed_since()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        using var browser = await App.Entered(customer);
        // While nothing is published there is only the notice as it reads.
        await browser.Get("/my/notice");
        Assert.Equal("/notice", browser.Address);

        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/notice");
        await officer.Submit("main form", ("Fi", "Ensimmäinen versio."), ("Sv", "Första versionen."), ("En", ""));
        Assert.Single(officer.Errors);
        await officer.Submit("main form", ("En", "First version."));
        Assert.Contains("Seloste on sama kuin julkaistu versio 1", officer.Text, StringComparison.Ordinal);

        await browser.Get("/my");
        Assert.NotNull(browser.Page.QuerySelector("a[href='/my/notice']"));
        await browser.Get("/my/notice");
        await browser.Get("/my/notice");
        Assert.Contains("Sinulle on annettu versio 1, 22.11.2026", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Tilausten käsittely", browser.Text, StringComparison.Ordinal);
        Assert.Single(await App.Stored(db => db.GivenNotices.ToListAsync()));

        var purpose = await App.Stored(db => db.Purposes.AsNoTracking().SingleAsync(p => p.Code == "orders"));
        await App.Use((EditPurpose edit) => edit.Run(
            new(purpose.Id, 1, null, purpose.Basis, new("Tilausten hoito", "Skötsel av beställningar", "Order care"), purpose.Description), Actor.System("test", "test"), CancellationToken.None));
        await officer.Get("/admin/notice");
        Assert.Contains("Seloste on muuttunut version 1 julkaisemisen jälkeen", officer.Text, StringComparison.Ordinal);
        App.Clock.Advance(TimeSpan.FromDays(1));
        using var later = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await later.Get("/admin/notice");
        await later.Submit("main form", ("Fi", "Tilausten tarkoitus nimettiin uudelleen."), ("Sv", "Ändamålet fick ett nytt namn."), ("En", "The purpose was renamed."));

        using var again = await App.Entered(customer);
        await again.Get("/my");
        Assert.Contains("Tietosuojaseloste on muuttunut sen jälkeen", again.Text, StringComparison.Ordinal);
        await again.Get("/my/notice");
        Assert.Contains("Tilausten tarkoitus nimettiin uudelleen.", again.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ensimmäinen versio.", again.Text, StringComparison.Ordinal);
        Assert.Contains("Tilausten hoito", again.Text, StringComparison.Ordinal);
        await again.Get("/my");
        Assert.Contains("sinulle on annettu versio 2, 23.11.2026", again.Text, StringComparison.Ordinal);
        Assert.Equal(2, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.NoticeGiven && e.CustomerId == customer.Id)));

        // What was published stays as it was, for everybody, in every language.
        using var reader = App.Browser();
        reader.Languages = "en";
        await reader.Get("/notice/1");
        Assert.Contains("Handling orders", reader.Text, StringComparison.Ordinal);
        Assert.Contains("This is an earlier version", reader.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Get("/notice/3")).Status);
    }

    public sealed class OnSqlite() : NoticeVersionTests(Engine.Sqlite);

    public sealed class OnPostgres() : NoticeVersionTests(Engine.Postgres);
}
