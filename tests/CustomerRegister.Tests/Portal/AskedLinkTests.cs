using CustomerRegister.Data;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Portal;

/// <summary>Whoever asks for a link learns from nothing, not from the time either, whether the register knows the address.</summary>
public abstract class AskedLinkTests(Engine engine) : AppTest(engine)
{
    private const string Known = "pirkko@example.fi";
    private readonly CommandCounter counter = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<PostgresRegisterContext>(options => options.AddInterceptors(counter))
            .ConfigureDbContext<SqliteRegisterContext>(options => options.AddInterceptors(counter)),
    };

    [Theory]
    [Clause("N15")]
    [InlineData("/enter", 1)]
    [InlineData("/request/link", 5)]
    public async Task The_page_does_the_same_for_an_address_of_nobody_and_for_one_to_which_many_mails_go(string page, int mails)
    {
        await Given.Customer("Pirkko", "Koskitalo", Known);
        for (var i = 0; i < 5; i++)
            await App.RequestFromVisitor(Known);
        await Ask(page, "first@example.fi");
        await App.MailsTo("first@example.fi");

        var costs = new List<int>();
        foreach (var address in new[] { "nobody@example.fi", Known, "also.nobody@example.fi" })
            costs.Add(await Ask(page, address));

        Assert.True(costs.Distinct().Count() == 1, $"{page} sent {string.Join(", ", costs)} commands to the database.");
        // Nothing of what depends on the address has been written yet.
        Assert.Equal((3, 0, 0, 0), await App.Stored(async db => (await db.AskedLinks.CountAsync(), await db.OutgoingEmails.CountAsync(), await db.RequestLinks.CountAsync(), await db.PortalInvitations.CountAsync())));
        Assert.Equal(mails, (await App.MailsTo(Known)).Count);
        Assert.Empty(await App.MailsTo("nobody@example.fi"));
        Assert.Empty(await App.Stored(db => db.AskedLinks.ToListAsync()));
        App.Log.HoldsNone(Known, "nobody@example.fi");
    }

    private async Task<int> Ask(string page, string address)
    {
        using var browser = App.Browser();
        await browser.Get(page);
        var before = counter.Count;
        await browser.Submit("main form", ("Email", address));
        return counter.Count - before;
    }

    public sealed class OnSqlite() : AskedLinkTests(Engine.Sqlite);

    public sealed class OnPostgres() : AskedLinkTests(Engine.Postgres);
}
