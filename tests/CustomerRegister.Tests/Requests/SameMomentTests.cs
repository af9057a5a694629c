using System.Data.Common;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Requests;

/// <summary>Of two who change a request at the same moment, whoever comes second does theirs anew on what the first has left.</summary>
public abstract class SameMomentTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Desk = Actor.System("test", "arranging");

    private readonly Meanwhile meanwhile = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<SqliteRegisterContext>(o => o.AddInterceptors(meanwhile))
            .ConfigureDbContext<PostgresRegisterContext>(o => o.AddInterceptors(meanwhile)),
    };

    [Fact]
    [Clause("N31")]
    public async Task Of_two_who_establish_an_identity_one_does_and_the_person_is_told_once()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.RequestFrom(customer.Id);
        var (first, second) = ((await Given.Staff(StaffRole.CustomerService)).AsActor("requests"), (await Given.Staff(StaffRole.CustomerService)).AsActor("requests"));
        meanwhile.Do = async () => Assert.True((await Confirm(first, IdentityMethod.CallBack)).Succeeded);

        Assert.Equal(ConfirmIdentityRefusal.AlreadyEstablished, (await Confirm(second, IdentityMethod.KnownInPerson)).Refusal);

        var stored = await App.Stored(id);
        Assert.Equal((IdentityMethod.CallBack, first.Id), (stored.IdentityCheckedBy!.Value, stored.IdentityCheckedByStaff));
        Assert.Single(await App.MailsTo("aino@example.fi"));
        Assert.Single(await App.Logged(customer.Id), AuditAction.IdentityConfirmed);

        Task<Outcome<DataSubjectRequest, ConfirmIdentityRefusal>> Confirm(Actor actor, IdentityMethod method) =>
            App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, method), actor, default));
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("match")]
    [InlineData("letter")]
    public async Task Neither_of_two_loses_what_they_did_to_a_request(string change)
    {
        var customer = await Given.Customer();
        var clerk = await Given.Staff(StaffRole.CustomerService);
        var id = change == "match" ? await App.RequestFromVisitor("tuula@example.fi") : await App.RequestFrom(customer.Id);
        // SQLite lets nobody else write from the beginning of a transaction on.
        meanwhile.AtSave = Engine == Engine.Postgres;
        meanwhile.Do = async () => Assert.True((await App.Use((AssignRequest assign) => assign.Run(new(id, clerk.Id, null), Desk, default))).Succeeded);

        Assert.True(await (change switch
        {
            "identity" => App.Use(async (ConfirmIdentity confirm) => (await confirm.Run(new(id, IdentityMethod.CallBack), Desk, default)).Succeeded),
            "match" => App.Use(async (MatchRequest match) => (await match.Run(id, customer.Number, Desk, default)).Succeeded),
            _ => App.Use(async (FileRequest file) => (await file.Run(
                new(customer.Id, RequestType.Access, Channel.Letter, App.Clock.Today(), Language.Fi, "Kirjoitan vielä.", null) { LetterIsArchived = true }, Desk, default)).Value!.Added),
        }));

        Assert.Null(meanwhile.Do);
        var stored = await App.Stored(id);
        Assert.Equal((clerk.Id, customer.Id), (stored.AssignedTo!.Value, stored.CustomerId!.Value));
        Assert.Equal(change == "identity" ? RequestState.InHand : RequestState.Received, stored.State);
        Assert.Equal(change == "letter", stored.LetterIsArchived);
        Assert.Equal(change == "letter" ? 1 : 0, await App.Stored(db => db.RequestMessages.CountAsync()));
    }

    public sealed class OnSqlite() : SameMomentTests(Engine.Sqlite);

    public sealed class OnPostgres() : SameMomentTests(Engine.Postgres);

    /// <summary>Does something else, once, after a use case has begun to read: before its transaction, or when it saves.</summary>
    private sealed class Meanwhile : SaveChangesInterceptor, IDbTransactionInterceptor
    {
        public Func<Task>? Do { get; set; }

        public bool AtSave { get; set; }

        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            await Once(AtSave);
            return result;
        }

        public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            await Once(!AtSave);
            return result;
        }

        private Task Once(bool now)
        {
            var act = now ? Do : null;
            if (now)
                Do = null;
            return act?.Invoke() ?? Task.CompletedTask;
        }
    }
}
