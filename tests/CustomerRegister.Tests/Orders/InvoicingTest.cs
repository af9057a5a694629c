using System.Data.Common;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Orders;

/// <summary>A register with orders and invoices, and the program around it.</summary>
public abstract class InvoicingTest(Engine engine) : AppTest(engine)
{
    protected static readonly Actor Accountant = new(ActorKind.Staff, Guid.Parse("01890000-0000-7000-8000-000000000002"), "Finance", "invoicing");

    private static readonly Actor Arranging = Actor.System("test", "arranging");

    private readonly CommandCounter counter = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<SqliteRegisterContext>(o => o.AddInterceptors(counter))
            .ConfigureDbContext<PostgresRegisterContext>(o => o.AddInterceptors(counter)),
    };

    /// <summary>How many statements a use case sends to the database.</summary>
    protected async Task<int> Commands<TService>(Func<TService, Task> act) where TService : notnull
    {
        _ = App.Services;
        var before = counter.Count;
        await App.Use(act);
        return counter.Count - before;
    }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected DateOnly Today => App.Clock.Today();

    /// <summary>A customer of ten years with a postal address.</summary>
    protected async Task<Customer> Buyer(string firstName = "Aino", string lastName = "Virtanen", Action<Customer>? with = null)
    {
        var made = await Given.Customer(firstName, lastName, since: new DateOnly(2016, 1, 1));
        return await Arrange(async db =>
        {
            var customer = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == made.Id, Ct);
            var told = new Provenance(SourceKind.DataSubject, null, Today);
            var address = CustomerAddress.Of(customer.Id, AddressKind.Postal, PostalAddress.Create("Rantatie 5", "00100", "Helsinki"), told, App.Clock);
            customer.AddAddress(address);
            db.Add(address);
            with?.Invoke(customer);
            return customer;
        });
    }

    /// <summary>A delivered order that waits for its invoice: two pieces at 50 with 25.5 % and one at 20 with 13.5 %, freight 12; 163.02 in all.</summary>
    protected Task<Order> DeliveredOrder(CustomerId? customer, OrganisationId? organisation = null, DateOnly? on = null) => Arrange(async db =>
    {
        var day = on ?? new DateOnly(2026, 10, 1);
        var order = Order.Place(EntityKey.New<OrderId>(App.Clock), await db.TakeNumber(NumberSeries.Orders, Ct), customer, organisation, day, "EUR", 12);
        var isNow = day >= new DateOnly(2026, 1, 1);
        order.AddLine("Kahvikuppi", 50, 2, 0, isNow ? 0.255m : 0.24m);
        order.AddLine("Kirja", 20, 1, 0, isNow ? 0.135m : 0.14m);
        order.Deliver(day);
        db.Add(order);
        return order;
    });

    /// <summary>An invoice dated and due in October 2026.</summary>
    protected async Task<Invoice> Invoiced(CustomerId? customer, OrganisationId? organisation = null, DateOnly? on = null)
    {
        var order = await DeliveredOrder(customer, organisation, on);
        var day = on ?? new DateOnly(2026, 10, 1);
        var outcome = await App.Use((SendInvoice send) => send.Run(new(order.Id, order.Version, day, day.AddDays(14), Language.Fi), Accountant, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        return outcome.Value;
    }

    protected Task<Invoice> Stored(InvoiceId id) => App.Stored(db => db.Invoices.AsNoTracking()
        .Include(i => i.Lines).Include(i => i.Payments).Include(i => i.CreditNotes).ThenInclude(n => n.Lines).Include(i => i.CollectionCases).AsSplitQuery().SingleAsync(i => i.Id == id, Ct));

    protected Task<List<AuditEntry>> Log(string action) => App.Stored(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == action).ToListAsync(Ct));

    protected Task<T> Arrange<T>(Func<RegisterContext, Task<T>> make) => App.Use(async (RegisterContext db) =>
    {
        var made = await make(db);
        db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock));
        await db.SaveChangesAsync(Ct);
        return made;
    });

    private sealed class CommandCounter : DbCommandInterceptor
    {
        private int count;

        public int Count => count;

        public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref count);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref count);
            return ValueTask.FromResult(result);
        }
    }
}
