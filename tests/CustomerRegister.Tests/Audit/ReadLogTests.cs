using System.Net;
using System.Threading.Channels;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Audit;

public abstract class ReadLogTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Reader = new(ActorKind.Staff, Guid.Parse("01890000-0000-7000-8000-000000000001"), "CustomerService", "customer-care");

    private readonly Writing writing = new();

    private ReadLog ReadLog => App.Services.GetRequiredService<ReadLog>();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<SqliteRegisterContext>(o => o.AddInterceptors(writing))
            .ConfigureDbContext<PostgresRegisterContext>(o => o.AddInterceptors(writing)),
    };

    [Fact]
    public async Task The_card_is_shown_only_when_its_entry_is_stored()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        writing.Hold();

        var opening = browser.Get($"/staff/customers/{customer.Id.Value}");
        await writing.Reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(opening.IsCompleted);
        Assert.Empty(await Views(customer.Id));

        writing.Release();
        Assert.Contains("Aino Virtanen", (await opening).Text, StringComparison.Ordinal);
        Assert.Single(await Views(customer.Id));
    }

    [Fact]
    public async Task Nothing_is_shown_when_the_entry_cannot_be_stored()
    {
        var customer = await Given.Customer("Aino", "Virtanen");
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        writing.Fails = true;

        await browser.Get($"/staff/customers/{customer.Id.Value}");

        Assert.Equal(HttpStatusCode.InternalServerError, browser.Status);
        Assert.DoesNotContain("Virtanen", browser.Page.DocumentElement.TextContent, StringComparison.Ordinal);

        writing.Fails = false;
        await browser.Get($"/staff/customers/{customer.Id.Value}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Single(await Views(customer.Id));
    }

    [Fact]
    public async Task What_waits_together_is_committed_together()
    {
        writing.Hold();
        var first = ReadLog.Write(Entry(), CancellationToken.None);
        await writing.Reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var others = Enumerable.Range(0, 100).Select(_ => ReadLog.Write(Entry(), CancellationToken.None)).ToList();
        writing.Release();

        await Task.WhenAll([first, .. others]);

        Assert.Equal(2, writing.Commits);
        Assert.Equal(101, (await Views(null)).Count);
    }

    [Fact]
    public async Task An_entry_that_is_refused_takes_no_other_with_it()
    {
        var stored = Entry();
        await ReadLog.Write(stored, CancellationToken.None);
        writing.Hold();
        var held = ReadLog.Write(Entry(), CancellationToken.None);
        await writing.Reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var again = ReadLog.Write(stored, CancellationToken.None);
        var good = ReadLog.Write(Entry(), CancellationToken.None);
        writing.Release();

        await held;
        await good;
        await Assert.ThrowsAsync<DbUpdateException>(() => again);
        Assert.Equal(3, (await Views(null)).Count);
    }

    [Fact]
    public async Task What_waits_is_written_before_the_program_ends_and_nothing_after()
    {
        writing.Hold();
        var held = ReadLog.Write(Entry(), CancellationToken.None);
        await writing.Reached.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var waiting = ReadLog.Write(Entry(), CancellationToken.None);

        var ending = ReadLog.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        writing.Release();
        await ending;
        await Task.WhenAll(held, waiting);

        await Assert.ThrowsAsync<ChannelClosedException>(() => ReadLog.Write(Entry(), CancellationToken.None));
        Assert.Equal(2, (await Views(null)).Count);
    }

    private AuditEntry Entry() => AuditEntry.Of(Reader, AuditAction.CustomerViewed, App.Clock);

    private async Task<List<AuditEntry>> Views(CustomerId? customer)
    {
        await using var db = Database.Open();
        return await db.AuditEntries.AsNoTracking().Where(e => e.Action == AuditAction.CustomerViewed && e.CustomerId == customer).ToListAsync();
    }

    /// <summary>Stands before the saves of views: holds them, lets them fail, and counts them.</summary>
    private sealed class Writing : SaveChangesInterceptor
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool holds;

        public Task Reached => reached.Task;

        public bool Fails { get; set; }

        public int Commits { get; private set; }

        public void Hold() => holds = true;

        public void Release()
        {
            holds = false;
            released.SetResult();
        }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!eventData.Context!.ChangeTracker.Entries<AuditEntry>().Any(e => e.Entity.Action == AuditAction.CustomerViewed))
                return result;
            if (Fails)
                throw new InvalidOperationException("The disk is full.");
            if (holds)
            {
                reached.SetResult();
                await released.Task;
            }

            Commits++;
            return result;
        }
    }

    public sealed class OnSqlite() : ReadLogTests(Engine.Sqlite);

    public sealed class OnPostgres() : ReadLogTests(Engine.Postgres);
}
