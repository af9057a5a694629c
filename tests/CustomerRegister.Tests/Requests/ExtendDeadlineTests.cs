using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>The one extension of the time limit, and how the person learns of it.</summary>
public abstract class ExtendDeadlineTests(Engine engine) : AppTest(engine)
{
    private const string Reasons = "Pyyntö koskee kymmenen vuoden tilauksia, jotka ovat arkistossa.";

    [Fact]
    public async Task The_person_is_told_the_new_day_by_mail_and_the_reasons_in_the_portal()
    {
        var customer = await Given.Customer(lastName: "Koskitalo", email: "aino@example.fi");
        var id = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 11, 2));
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        await browser.Follow("Jatka määräaikaa");
        Assert.Contains("2.2.2027", browser.Text, StringComparison.Ordinal);

        await browser.Press("Jatka määräaikaa", ("Reasons", Reasons));

        Assert.Contains("Vastattava viimeistään 2.2.2027.", browser.Text, StringComparison.Ordinal);
        Assert.Contains(Reasons, browser.Text, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2027, 2, 2), (await App.Stored(id)).DeadlineOn);
        Assert.Contains(AuditAction.DeadlineExtended, await App.Logged(customer.Id));
        var mail = Assert.Single(await App.MailsTo("aino@example.fi"));
        Assert.Contains("2.2.2027", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("Koskitalo", mail.Subject + mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("arkistossa", mail.Subject + mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_reasons_nothing_is_extended()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}/extension");

        await browser.Press("Jatka määräaikaa", ("Reasons", "  "));

        Assert.NotEmpty(browser.Errors);
        Assert.False((await App.Stored(id)).Extended);
        Assert.Equal(ExtendDeadlineRefusal.ReasonsMissing, (await Extend(id, " ")).Refusal);
    }

    [Fact]
    public async Task It_is_extended_once()
    {
        var customer = await Given.Customer();
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await Extend(id)).Succeeded);

        Assert.Equal(ExtendDeadlineRefusal.AlreadyExtended, (await Extend(id)).Refusal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task It_is_extended_on_the_first_deadline_at_the_latest(int daysAfterDeadline, bool extended)
    {
        var customer = await Given.Customer();
        // A month later is Thursday 22 October.
        var id = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 9, 22));
        App.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var late = await App.RequestFrom(customer.Id, RequestType.Erasure, receivedOn: new DateOnly(2026, 10, 23));
        // That one's month ends on Monday 23 November.
        App.Clock.Advance(TimeSpan.FromDays(1 + daysAfterDeadline));

        Assert.Equal(extended, (await Extend(late)).Succeeded);
        Assert.Equal(ExtendDeadlineRefusal.TooLate, (await Extend(id)).Refusal);
    }

    [Fact]
    public async Task An_answered_request_is_not_extended()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        Assert.Equal(ExtendDeadlineRefusal.AlreadyAnswered, (await Extend(id)).Refusal);
    }

    [Fact]
    public async Task Who_has_no_mail_address_gets_a_letter_in_their_own_language()
    {
        var customer = await Given.Customer("Åsa", "Öhman", language: Language.Sv);
        await Move(customer, PostalAddress.Create("Strandgatan 1", "65100", "Vasa"));
        var id = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 11, 2), language: Language.Sv);
        Assert.True((await Extend(id, "Ärendet är omfattande.")).Succeeded);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Follow("Avaa kirje tulostettavaksi");

        Assert.Equal("sv", browser.Page.DocumentElement.GetAttribute("lang"));
        foreach (var part in (string[])["Åsa Öhman", "Strandgatan 1", "65100 Vasa", "Vårt svar dröjer", "2.2.2027", "Ärendet är omfattande.", "Dataombudsmannens byrå"])
            Assert.Contains(part, browser.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_letter_is_previewed_in_the_persons_language_before_anything_is_extended()
    {
        var customer = await Given.Customer("Åsa", "Öhman", "asa@example.fi", language: Language.Sv);
        var id = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 11, 2), language: Language.Sv);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}/extension");

        await browser.Press("Esikatsele kirje", ("Reasons", "Ärendet är omfattande."));

        var preview = browser.Page.QuerySelector("main .ds-card[lang=sv]")!.TextContent;
        foreach (var part in (string[])["Vårt svar dröjer", "2.2.2027", "Ärendet är omfattande."])
            Assert.Contains(part, preview, StringComparison.Ordinal);
        Assert.False((await App.Stored(id)).Extended);
        Assert.Empty(await App.Stored(db => db.RequestLetters.ToListAsync()));
        // The letter is what was shown, also where a mail goes.
        await browser.Press("Jatka määräaikaa");
        var letter = await App.Stored(db => db.RequestLetters.AsNoTracking().SingleAsync(l => l.RequestId == id));
        Assert.All(letter.Paragraphs, paragraph => Assert.Contains(paragraph, preview, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_letter_does_not_show_a_protected_address_to_who_may_not_see_it()
    {
        var customer = await Given.Customer();
        await Move(customer, PostalAddress.Create("Salakuja 7", "90100", "Oulu"), protect: true);
        var id = await App.RequestFrom(customer.Id);
        Assert.True((await Extend(id)).Succeeded);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Follow("Avaa kirje tulostettavaksi");

        Assert.Contains("Vastauksemme viipyy", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Salakuja", browser.Page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    private Task<Outcome<DeadlineExtended, ExtendDeadlineRefusal>> Extend(RequestId id, string reasons = Reasons) =>
        App.Use((ExtendDeadline extend) => extend.Run(new(id, reasons), Actor.System("test", "test"), CancellationToken.None));

    private Task Move(Customer customer, PostalAddress to, bool protect = false) => App.Use(async (RegisterContext db) =>
    {
        var told = new Provenance(SourceKind.DataSubject, null, App.Clock.Today());
        var moved = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id);
        db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock, customer.Id));
        var address = CustomerAddress.Of(customer.Id, AddressKind.Postal, to, told, App.Clock);
        moved.AddAddress(address);
        db.Add(address);
        if (protect)
            moved.ProtectAddress(App.Clock.Today(), App.Clock.Today().AddYears(2), told);
        await db.SaveChangesAsync();
    });

    public sealed class OnSqlite() : ExtendDeadlineTests(Engine.Sqlite);

    public sealed class OnPostgres() : ExtendDeadlineTests(Engine.Postgres);
}
