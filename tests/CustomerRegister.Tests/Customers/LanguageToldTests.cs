using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>A language that nobody has told is only supposed: the register says so, counts it and asks.</summary>
public abstract class LanguageToldTests(Engine engine) : AppTest(engine)
{
    [Fact]
    [Clause("N12")]
    public async Task A_supposed_language_is_counted_listed_and_marked_until_somebody_tells_it()
    {
        await Given.Customer("Matti", "Kysytty");
        var customer = await Given.Customer("Aino", "Kysymätön");
        await Suppose(customer.Id, Language.En);
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);

        await clerk.Get("/staff");
        var card = clerk.Page.QuerySelectorAll("a.ds-card").Single(a => a.TextContent.Contains("Asiointikieltä ei ole kysytty", StringComparison.Ordinal));
        Assert.Contains("1 asiakas", card.TextContent, StringComparison.Ordinal);
        await clerk.Get(card.GetAttribute("href")!);
        Assert.Equal("Aino Kysymätön", Assert.Single(clerk.Page.QuerySelectorAll("main tbody th a")).TextContent);

        await clerk.Follow("Aino Kysymätön");
        Assert.Contains("Englanti Oletus, ei kysytty", clerk.Text, StringComparison.Ordinal);

        // Saving something else tells no language.
        await clerk.Get($"/staff/customers/{customer.Id.Value}/edit");
        await clerk.Submit("main form", ("Input.FirstName", "Aino Maria"));
        Assert.Equal((Language.En, null), await Stored(customer.Id));

        await clerk.Get($"/staff/customers/{customer.Id.Value}/edit");
        await clerk.Submit("main form", ("Input.Language", "En"), ("Input.SourceKind", "DataSubject"));
        Assert.Equal((Language.En, new Provenance(SourceKind.DataSubject, null, App.Clock.Today())), await Stored(customer.Id));

        // Once it is known it cannot be left out.
        await clerk.Get($"/staff/customers/{customer.Id.Value}/edit");
        Assert.Null(clerk.Page.QuerySelector("select[name='Input.Language'] option[value='']"));
        await clerk.Get("/staff");
        Assert.Contains("Asiointikieltä ei ole kysytty Ei ketään", clerk.Text, StringComparison.Ordinal);
    }

    private Task Suppose(CustomerId id, Language language) => App.Use(async (RegisterContext db) =>
    {
        (await db.Customers.SingleAsync(c => c.Id == id)).SupposeLanguage(language);
        db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock, id));
        await db.SaveChangesAsync();
    });

    private Task<(Language, Provenance?)> Stored(CustomerId id) =>
        App.Stored(async db => await db.Customers.AsNoTracking().SingleAsync(c => c.Id == id) is var customer ? (customer.Language, customer.LanguageSource) : default);

    public sealed class OnSqlite() : LanguageToldTests(Engine.Sqlite);

    public sealed class OnPostgres() : LanguageToldTests(Engine.Postgres);
}
