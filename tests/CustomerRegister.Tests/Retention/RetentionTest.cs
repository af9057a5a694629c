using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

/// <summary>A register with people whose time is over, and the steps of a retention run.</summary>
public abstract class RetentionTest(Engine engine) : AppTest(engine)
{
    protected static readonly Actor Job = Actor.System("retention-run", "retention");

    private static readonly Actor Arranging = Actor.System("test", "arranging");

    /// <summary>What goes wrong on the way to the database, when the test says so.</summary>
    internal Breakdown Breakdown { get; } = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<SqliteRegisterContext>(o => o.AddInterceptors(Breakdown))
            .ConfigureDbContext<PostgresRegisterContext>(o => o.AddInterceptors(Breakdown)),
    };

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected DateOnly Today => App.Clock.Today();

    protected static Provenance Told { get; } = new(SourceKind.DataSubject, null, new DateOnly(1996, 7, 4));

    /// <summary>Customers whose relationship ended long ago, each with an order of 1998.</summary>
    protected Task<List<Customer>> PeopleWhoLeft(int count, DateOnly? on = null) => Arrange(async db =>
    {
        var number = await db.TakeNumber(NumberSeries.Customers, Ct, count);
        var orders = await db.TakeNumber(NumberSeries.Orders, Ct, count);
        var people = Enumerable.Range(0, count).Select(i => Person(number + i, $"Nimi{i}", $"Lähtenyt{i}")).ToList();
        foreach (var (person, i) in people.Select((p, i) => (p, i)))
        {
            person.EndRelationship(on ?? new DateOnly(1998, 5, 6));
            var order = Order.Place(EntityKey.New<OrderId>(App.Clock), orders + i, person.Id, null, new DateOnly(1998, 5, 5), "EUR", 10);
            order.AddLine("Chai", 18, 2, 0, 0.22m);
            db.Add(person);
            db.Add(order);
        }

        return people;
    });

    protected Customer Person(long number, string firstName, string lastName) => Customer.Register(
        EntityKey.New<CustomerId>(App.Clock), number, firstName, lastName, Language.Fi, new DateOnly(1996, 7, 4), Told);

    protected Task<Organisation> OrganisationOf(string name, params IEnumerable<CustomerId> contacts) => Arrange(async db =>
    {
        var organisation = Organisation.Register(EntityKey.New<OrganisationId>(App.Clock), await db.TakeNumber(NumberSeries.Organisations, Ct), name, null, null);
        db.Add(organisation);
        foreach (var person in contacts)
            db.Add(ContactRole.Of(person, organisation, null, new DateOnly(1996, 7, 4), Told, App.Clock));
        return organisation;
    });

    protected Task<Invoice> InvoiceTo(CustomerId person, DateOnly on, bool paid = false) => Arrange(async db =>
    {
        var order = await db.Orders.Include(o => o.Lines).FirstAsync(o => o.CustomerId == person, Ct);
        var invoice = Invoice.Send(EntityKey.New<InvoiceId>(App.Clock), await db.TakeNumber(NumberSeries.Invoices, Ct), order, new Buyer("Ostaja", null), Language.Fi, on, on.AddDays(14));
        if (paid)
            invoice.Record(PaymentKind.Payment, invoice.Total, on, App.Clock);
        db.Add(invoice);
        return invoice;
    });

    /// <summary>Saves what a test takes for granted, with the audit entry that a save must have.</summary>
    protected Task<T> Arrange<T>(Func<RegisterContext, Task<T>> make) => App.Use(async (RegisterContext db) =>
    {
        var made = await make(db);
        db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock));
        await db.SaveChangesAsync(Ct);
        return made;
    });

    protected async Task<Actor> Officer()
    {
        var account = await Given.Staff(StaffRole.PrivacyOfficer);
        return new Actor(ActorKind.Staff, account.Id, "PrivacyOfficer", "retention");
    }

    protected Task<RetentionForecast> Preview() => App.Use((PreviewRetention preview) => preview.Run(Today, Ct));

    protected async Task<RetentionRun> Prepared(Actor? by = null)
    {
        by ??= await Officer();
        var outcome = await App.Use((PrepareRetentionRun prepare) => prepare.Run(new PrepareRetentionRunCommand(Today), by, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    protected async Task<RetentionRun> Approved()
    {
        var run = await Prepared();
        var second = await Officer();
        var outcome = await App.Use((ApproveRetentionRun approve) => approve.Run(new ApproveRetentionRunCommand(run.Id, run.ListHash), second, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    protected async Task<RetentionRun> Started()
    {
        var run = await Approved();
        var outcome = await App.Use((StartRetentionRun start) => start.Run(run.Id, Job, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    protected async Task<RetentionRun> CarriedOut(RetentionRun started)
    {
        var outcome = await App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(started.Id, Job, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        Assert.Equal(RetentionRunState.Finished, outcome.Value.State);
        return outcome.Value;
    }

    protected Task<List<RetentionRunPerson>> ListOf(RetentionRun run) => App.Stored(db =>
        db.RetentionRunPeople.AsNoTracking().Where(p => p.RunId == run.Id).OrderBy(p => p.Position).ToListAsync(Ct));

    protected Task<List<AuditEntry>> Log(params string[] actions) => App.Stored(db =>
        db.AuditEntries.AsNoTracking().Where(e => actions.ToList().Contains(e.Action)).OrderBy(e => e.At).ToListAsync(Ct));
}
