using CustomerRegister.Audit;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>A customer who has asked for much still finds each request.</summary>
public abstract class OwnRequestsTests(Engine engine) : AppTest(engine)
{
    [Fact]
    public async Task A_long_list_comes_in_pages_that_lead_forth_and_back_and_tells_how_many_there_are()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        const int count = 2 * OwnRequests.PageSize + 3;
        for (var i = 0; i < count; i++)
            await App.RequestFrom(customer.Id, RequestType.Complaint);
        await App.RequestFrom((await Given.Customer("Eino", "Laine")).Id);
        using var portal = await App.Entered(customer);
        await portal.Get("/my/requests");
        Assert.Contains($"Pyyntöjä on yhteensä {count}.", portal.Text, StringComparison.Ordinal);
        var first = Numbers(portal);
        Assert.Equal(OwnRequests.PageSize, first.Count);

        await portal.Follow("a[rel=next]");
        var second = Numbers(portal);
        await portal.Follow("a[rel=next]");
        var third = Numbers(portal);
        Assert.Empty(portal.Page.QuerySelectorAll("a[rel=next]"));
        Assert.Equal(Enumerable.Range(0, count).Select(i => first[0] - i), [.. first, .. second, .. third]);

        await portal.Follow("a[rel=prev]");
        Assert.Equal(second, Numbers(portal));
        await portal.Follow("a[rel=prev]");
        Assert.Equal(first, Numbers(portal));
        Assert.Empty(portal.Page.QuerySelectorAll("a[rel=prev]"));
    }

    [Fact]
    public async Task A_short_list_has_no_pages()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        await App.RequestFrom(customer.Id);
        using var portal = await App.Entered(customer);
        await portal.Get("/my/requests");
        Assert.Null(portal.Page.QuerySelector(".ds-pagination"));
        Assert.DoesNotContain("yhteensä", portal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_at_what_was_asked_in_ones_name_is_logged_as_one_at_ones_own_data()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.RequestFromVisitor("tuula@example.fi");
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Actor.System("test", "arranging"), default))).Succeeded);
        using var portal = await App.Entered(customer);
        Assert.Empty(await Looks());

        await portal.Get($"/my/requests/{id.Value}");

        Assert.Contains("Joku teki tämän pyynnön nimissäsi", portal.Text, StringComparison.Ordinal);
        Assert.Equal((ActorKind.Customer, customer.Id.Value), Assert.Single((await Looks()).Select(e => (e.ActorKind, e.ActorId!.Value))));

        Task<List<AuditEntry>> Looks() => App.Stored(db =>
            db.AuditEntries.AsNoTracking().Where(e => e.Action == AuditAction.OwnDataViewed && e.CustomerId == customer.Id && e.SubjectId == id.Value).ToListAsync());
    }

    private static List<long> Numbers(Browser portal) =>
        [.. portal.Page.QuerySelectorAll("main tbody td[data-label=Numero]").Select(cell => long.Parse(cell.TextContent, System.Globalization.CultureInfo.InvariantCulture))];

    public sealed class OnSqlite() : OwnRequestsTests(Engine.Sqlite);

    public sealed class OnPostgres() : OwnRequestsTests(Engine.Postgres);
}
