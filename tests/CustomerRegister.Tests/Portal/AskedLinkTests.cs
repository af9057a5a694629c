using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Portal;

/// <summary>Whoever asks for a link learns from nothing, not from the time either, whether the register knows the address.</summary>
public abstract class AskedLinkTests(Engine engine) : AppTest(engine)
{
    private const string Known = "pirkko@example.fi";
    private readonly CommandCounter counter = new();
    private readonly Refusing refusing = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<PostgresRegisterContext>(options => options.AddInterceptors(counter, refusing))
            .ConfigureDbContext<SqliteRegisterContext>(options => options.AddInterceptors(counter, refusing)),
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

    [Theory]
    [Clause("N15")]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task A_link_that_cannot_be_sent_holds_no_other_back_and_is_tried_for_half_an_hour(int minutes, bool sent)
    {
        await Given.Customer("Pirkko", "Koskitalo", Known);
        await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        await Ask("/enter", Known);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await Ask("/enter", "aino@example.fi");
        refusing.To = Known;

        Assert.Equal(1, await Send());
        Assert.Single(await App.MailsTo("aino@example.fi"));
        Assert.Equal(Known, (await App.Stored(db => db.AskedLinks.AsNoTracking().SingleAsync())).Email.Value);

        App.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(0, await Send());
        refusing.To = null;
        Assert.Equal(sent ? 1 : 0, (await App.MailsTo(Known)).Count);
        Assert.Empty(await App.Stored(db => db.AskedLinks.ToListAsync()));
        App.Log.HoldsNone(Known);

        Task<int> Send() => App.Use((SendAskedLinks links) => links.Run(default));
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

    /// <summary>Lets no mail to one address be saved.</summary>
    private sealed class Refusing : SaveChangesInterceptor
    {
        public string? To { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            To is not null && eventData.Context!.ChangeTracker.Entries<OutgoingEmail>().Any(e => e.Entity.Recipient == To) ? throw new InvalidOperationException("The disk is full.") : ValueTask.FromResult(result);
    }
}
