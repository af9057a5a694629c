using System.Net;
using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Rectification;

/// <summary>The certificate and the letters as PDF, for whom the page itself opens. What makes the PDF here only wraps the page that it was given.</summary>
public abstract class PaperPdfTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N37")]
    public async Task The_certificate_is_a_PDF_for_the_staff_and_for_its_owner_and_the_log_tells_of_it()
    {
        PrintsBy(Printer());
        var (customer, id) = await Refused();
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/certificate");
        var before = await Looks(id, AuditAction.RequestViewed);
        await desk.Follow("Lataa PDF");
        IsPdf(desk, "certificate-1.pdf", "Todistus tiedon oikaisun epäämisestä", "Tieto pitää paikkansa.", "@page {", "<svg");
        Assert.DoesNotContain("stylesheet", Encoding.UTF8.GetString(desk.Content), StringComparison.Ordinal);
        Assert.Equal(before + 1, await Looks(id, AuditAction.RequestViewed));

        using var own = await App.Entered(customer);
        await own.Get($"/my/requests/{id.Value}/certificate");
        before = await Looks(id, AuditAction.OwnDataViewed);
        await own.Follow("Lataa PDF");
        IsPdf(own, "certificate-1.pdf", "Tieto pitää paikkansa.");
        Assert.Equal(before + 1, await Looks(id, AuditAction.OwnDataViewed));
    }

    [Fact]
    [Clause("N15")]
    [Clause("N37")]
    public async Task Nobody_has_the_PDF_for_whom_the_page_does_not_open()
    {
        PrintsBy(Printer());
        var (customer, id) = await Refused();
        var letter = await App.Stored(db => db.RequestLetters.Select(l => l.Id).SingleAsync());

        using var other = await App.Entered(await Given.Customer("Eino", "Laine", "eino@example.fi"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/my/requests/{id.Value}/certificate?pdf=true")).Status);
        using var marketing = await Given.SignedIn(StaffRole.Marketing);
        foreach (var page in new[] { "certificate", $"letters/{letter.Value}" })
            Assert.Equal(HttpStatusCode.Forbidden, (await marketing.Get($"/staff/requests/{id.Value}/{page}?pdf=true")).Status);
        // Whoever has been in for a while proves again who they are.
        using var own = await App.Entered(customer);
        App.Clock.Advance(ProveAgain.FreshFor);
        await own.Get($"/my/requests/{id.Value}/certificate?pdf=true");
        Assert.StartsWith("/my/proof", own.Address, StringComparison.Ordinal);
        using var anybody = App.Browser();
        await anybody.Get("/request/mine/certificate?pdf=true");
        Assert.NotEqual("application/pdf", anybody.Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    [Clause("N37")]
    public async Task A_letter_is_a_PDF_in_the_language_of_the_person()
    {
        PrintsBy(Printer());
        var (_, id) = await Refused(Language.Sv);
        using var desk = await Given.SignedIn(StaffRole.CustomerService);
        await desk.Get($"/staff/requests/{id.Value}");
        await desk.Follow("Avaa kirje tulostettavaksi");
        await desk.Follow("Lataa PDF");
        IsPdf(desk, $"letter-{(await App.Stored(id)).Number}.pdf", "<html lang=\"sv\">", "Tieto pitää paikkansa.", "@page {");
    }

    [Fact]
    public async Task Without_a_Chromium_there_is_the_page_to_print_and_no_PDF()
    {
        PrintsBy("none");
        var (customer, id) = await Refused();
        using var own = await App.Entered(customer);
        await own.Get($"/my/requests/{id.Value}/certificate");
        Assert.Contains("Todistus tiedon oikaisun epäämisestä", own.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lataa PDF", own.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await own.Get($"/my/requests/{id.Value}/certificate?pdf=true")).Status);
    }

    private static void IsPdf(Browser browser, string name, params string[] parts)
    {
        Assert.Equal("application/pdf", browser.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(("attachment", name), (browser.Response.Content.Headers.ContentDisposition!.DispositionType, browser.Response.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        Assert.True(browser.Content.AsSpan().StartsWith("%PDF-"u8));
        var text = WebUtility.HtmlDecode(Encoding.UTF8.GetString(browser.Content));
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    private void PrintsBy(string chromium) => App.Settings["Documents:Chromium"] = chromium;

    private static string Printer()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("cr-printer-").FullName, "chromium");
        File.WriteAllText(file, """
            #!/bin/sh
            for a in "$@"; do case "$a" in --print-to-pdf=*) to="${a#--print-to-pdf=}";; file://*) page="${a#file://}";; esac; done
            { echo '%PDF-1.7'; cat "$page"; } > "$to"
            """.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    private Task<int> Looks(RequestId id, string action) => App.Stored(db => db.AuditEntries.CountAsync(e => e.SubjectId == id.Value && e.Action == action));

    private async Task<(Customer Customer, RequestId Request)> Refused(Language language = Language.Fi)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification, language);
        Assert.True((await App.Decide(id, RequestDecision.Refuse, "Tieto pitää paikkansa.")).Succeeded);
        return (customer, id);
    }

    public sealed class OnSqlite() : PaperPdfTests(Engine.Sqlite);

    public sealed class OnPostgres() : PaperPdfTests(Engine.Postgres);
}
