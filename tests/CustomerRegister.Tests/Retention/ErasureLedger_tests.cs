using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Retention;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerRegister.Tests.Retention;

/// <summary>What every ledger of erasures does, whatever it is kept in.</summary>
[Clause("N42")]
public abstract class ErasureLedger_tests : IAsyncLifetime
{
    protected static readonly LedgerPerson Somebody = new(new CustomerId(Guid.CreateVersion7()), 0x1F);
    protected static readonly LedgerPerson Another = new(new CustomerId(Guid.CreateVersion7()), 1 << 24 | 0x3);

    private IErasureLedger? ledger;

    protected IErasureLedger Ledger => ledger ??= Open();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract IErasureLedger Open();

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    protected static LedgerEntry Entry() => new(Guid.CreateVersion7(), new DateTime(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc).AddMicroseconds(123456), SuppressionCause.Request, Guid.CreateVersion7(), false);

    [Fact]
    public async Task What_was_written_is_read_back_also_by_the_next_process()
    {
        var (first, second, third) = (Entry(), Entry(), Entry());
        await Ledger.Begin(first, [Somebody, Another], Ct);
        await Ledger.Complete(first.Id, Ct);
        await Ledger.Begin(second, [Another], Ct);
        await Ledger.Begin(third, [Somebody], Ct);
        await Ledger.Void(third.Id, Ct);

        var next = Open();

        Assert.Equal(new[] { first with { IsComplete = true }, second }.ToHashSet(), [.. await next.Entries(Ct)]);
        Assert.Equal(new[] { Somebody, Another }.ToHashSet(), [.. await next.PeopleOf(first.Id, Ct)]);
        Assert.Equal([Another], await next.PeopleOf(second.Id, Ct));
    }

    [Fact]
    public async Task Nothing_was_written_yet() => Assert.Empty(await Ledger.Entries(Ct));

    [Fact]
    public async Task Many_who_write_at_once_lose_nothing()
    {
        var entries = Enumerable.Range(0, 20).Select(_ => Entry()).ToList();

        await Task.WhenAll(entries.Select(entry => Task.Run(async () =>
        {
            await Ledger.Begin(entry, [.. Enumerable.Range(0, 300).Select(i => new LedgerPerson(new CustomerId(Guid.CreateVersion7()), i))], Ct);
            await Ledger.Complete(entry.Id, Ct);
        })));

        Assert.Equal(entries.Select(e => e.Id).ToHashSet(), [.. (await Ledger.Entries(Ct)).Where(e => e.IsComplete).Select(e => e.Id)]);
        Assert.Equal(300, (await Ledger.PeopleOf(entries[7].Id, Ct)).Count);
    }

    public sealed class InFile : ErasureLedger_tests
    {
        private readonly string folder = Directory.CreateTempSubdirectory("cr-ledger-").FullName;

        private string FilePath => Path.Combine(folder, "erasures.ledger");

        protected override IErasureLedger Open() => new FileErasureLedger(FilePath, TimeProvider.System);

        public override ValueTask InitializeAsync() => default;

        public override ValueTask DisposeAsync()
        {
            Directory.Delete(folder, recursive: true);
            GC.SuppressFinalize(this);
            return default;
        }

        [Fact]
        public async Task Torn_at_any_byte_by_a_crash_the_entry_was_never_begun_and_the_next_is_whole()
        {
            var (before, torn) = (Entry(), Entry());
            await Ledger.Begin(before, [Somebody], Ct);
            await Ledger.Complete(before.Id, Ct);
            var whole = new FileInfo(FilePath).Length;
            await Ledger.Begin(torn, [Somebody, Another], Ct);
            var bytes = await File.ReadAllBytesAsync(FilePath, Ct);

            // Without the last line feed the entry is whole: its check sum says so.
            for (var length = whole; length < bytes.Length - 1; length += 7)
            {
                await File.WriteAllBytesAsync(FilePath, bytes[..(int)length], Ct);
                var after = Entry();
                await Ledger.Begin(after, [Another], Ct);
                await Ledger.Complete(after.Id, Ct);

                Assert.Equal([before with { IsComplete = true }, after with { IsComplete = true }], await Ledger.Entries(Ct));
                Assert.Equal([Another], await Ledger.PeopleOf(after.Id, Ct));
            }
        }

        [Fact]
        public async Task Damage_to_what_was_completed_is_told_instead_of_passed_over()
        {
            var entry = Entry();
            await Ledger.Begin(entry, [Somebody, Another], Ct);
            await Ledger.Complete(entry.Id, Ct);
            var text = await File.ReadAllTextAsync(FilePath, Ct);
            await File.WriteAllTextAsync(FilePath, text.Replace(Another.Id.Value.ToString("N"), Guid.CreateVersion7().ToString("N"), StringComparison.Ordinal), Ct);

            await Assert.ThrowsAsync<LedgerDamagedException>(() => Ledger.Entries(Ct));
        }

        [Fact]
        public async Task It_holds_random_keys_times_and_scopes_and_only_its_owner_reads_it()
        {
            await Ledger.Begin(Entry(), [Somebody], Ct);

            foreach (var line in (await File.ReadAllTextAsync(FilePath, Encoding.UTF8, Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Assert.Matches("^(begin [0-9a-f]{32} [0-9TZ:.-]+ (Request|Retention) [0-9a-f]{32} [0-9]+|person [0-9a-f]{32} [0-9a-f]{32} [0-9a-f]+|done [0-9a-f]{32}) [0-9a-f]{8}$", line);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    public abstract class InDatabase(Engine engine) : ErasureLedger_tests
    {
        private TestDatabase? database;

        protected override IErasureLedger Open() => new DatabaseErasureLedger(engine == Engine.Sqlite ? SqliteFactory.Instance : NpgsqlFactory.Instance, database!.ConnectionString);

        public override async ValueTask InitializeAsync() => database = await TestDatabase.CreateEmpty(engine);

        public override async ValueTask DisposeAsync()
        {
            if (database is not null)
                await database.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }

    public sealed class InSqlite() : InDatabase(Engine.Sqlite);

    public sealed class InPostgres() : InDatabase(Engine.Postgres);
}
