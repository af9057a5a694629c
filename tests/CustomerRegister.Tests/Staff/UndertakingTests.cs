using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Staff;

public abstract class UndertakingTests(Engine engine) : AppTest(engine)
{
    private const string Form = "main form:not([action])";

    private static async Task Publish(Browser administrator)
    {
        await administrator.Get("/admin/undertaking/new");
        await administrator.Submit(Form, ("Fi", "Pidän kaiken salassa.\nMyös jälkeenpäin."), ("Sv", "Jag håller allt hemligt."), ("En", "I keep everything secret."), ("Sure", "true"));
    }

    [Fact]
    [Clause("N25")]
    public async Task A_new_version_is_asked_of_everybody_at_the_next_page_they_open()
    {
        using var clerk = await Given.SignedIn(StaffRole.CustomerService);
        await clerk.Get("/staff/customers");
        Assert.Equal("/staff/customers", clerk.Address);
        using var administrator = await Given.SignedIn(StaffRole.Administrator);

        await Publish(administrator);

        Assert.StartsWith("/account/undertaking", administrator.Address, StringComparison.Ordinal);
        await clerk.Get("/staff/customers");
        Assert.StartsWith("/account/undertaking", clerk.Address, StringComparison.Ordinal);
        Assert.Contains("Myös jälkeenpäin.", clerk.Text, StringComparison.Ordinal);
        await clerk.Submit(Form, ("Agreed", "true"));
        Assert.Equal("/staff/customers", clerk.Address);
        Assert.Equal(1, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.UndertakingPublished)));
    }

    [Fact]
    [Clause("N25")]
    public async Task The_register_shows_who_signed_which_version_when_and_in_which_words()
    {
        using var administrator = await Given.SignedIn(StaffRole.Administrator);
        await Publish(administrator);
        await administrator.Submit(Form, ("Agreed", "true"));
        Assert.Equal("/admin/undertaking", administrator.Address);
        var clerk = await Given.StaffWithoutUndertaking(StaffRole.Marketing);
        await administrator.Get("/admin/undertaking");
        Assert.NotNull(administrator.Page.QuerySelector($"main ul a[href='/admin/staff/{clerk.Id}']"));

        using var browser = await Given.SignedIn(clerk);
        browser.Languages = "sv";
        await browser.Get("/account/undertaking");
        await browser.Submit(Form, ("Agreed", "true"));

        await administrator.Get("/admin/undertaking");
        Assert.Null(administrator.Page.QuerySelector($"main ul a[href='/admin/staff/{clerk.Id}']"));
        await administrator.Get("/admin/undertaking/2");
        var row = administrator.Page.QuerySelector($"tr:has(a[href='/admin/staff/{clerk.Id}'])")!.TextContent;
        Assert.Contains("22.11.2026", row, StringComparison.Ordinal);
        Assert.Contains("Ruotsi", row, StringComparison.Ordinal);
        await administrator.Get("/admin/undertaking/1");
        Assert.Null(administrator.Page.QuerySelector($"tr a[href='/admin/staff/{clerk.Id}']"));
        await administrator.Get("/admin/undertaking/3");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, administrator.Status);
    }

    [Theory]
    [InlineData("Sv", "")]
    [InlineData("En", "   ")]
    [InlineData("Sure", null)]
    public async Task Nothing_is_published_half(string field, string? value)
    {
        using var administrator = await Given.SignedIn(StaffRole.Administrator);
        await administrator.Get("/admin/undertaking/new");
        var values = new Dictionary<string, string?> { ["Fi"] = "Uusi teksti", ["Sv"] = "Ny text", ["En"] = "New text", ["Sure"] = "true", [field] = value };
        await administrator.Submit(Form, [.. values.Select(v => (v.Key, v.Value))]);

        Assert.Equal("/admin/undertaking/new", administrator.Address);
        Assert.Equal("Uusi teksti", administrator.Page.QuerySelector("textarea[name=Fi]")!.TextContent.Trim());
        Assert.Equal(1, await App.Stored(db => db.Undertakings.CountAsync()));
    }

    [Fact]
    public async Task The_same_words_are_not_asked_for_twice()
    {
        using var administrator = await Given.SignedIn(StaffRole.Administrator);
        await administrator.Get("/admin/undertaking/new");
        await administrator.Submit(Form, ("Sure", "true"));
        Assert.Equal("/admin/undertaking/new", administrator.Address);
        Assert.Equal(1, await App.Stored(db => db.Undertakings.CountAsync()));
    }

    [Fact]
    public async Task Of_two_who_publish_the_second_reads_the_first_ones_words_before()
    {
        var actor = (await Given.Staff(StaffRole.Administrator)).AsActor("account");
        PublishUndertakingCommand Words(string text) => new(1, new LocalizedText(text, text, text));

        var first = await App.Use((PublishUndertaking publish) => publish.Run(Words("yksi"), actor, CancellationToken.None));
        var second = await App.Use((PublishUndertaking publish) => publish.Run(Words("kaksi"), actor, CancellationToken.None));

        Assert.True(first.Succeeded);
        Assert.Equal(PublishUndertakingRefusal.ChangedMeanwhile, second.Refusal);
    }

    public sealed class OnSqlite() : UndertakingTests(Engine.Sqlite);

    public sealed class OnPostgres() : UndertakingTests(Engine.Postgres);
}
