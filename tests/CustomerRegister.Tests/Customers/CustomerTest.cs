using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.Customers;

/// <summary>A test of a use case about customers, with people, organisations and orders to arrange.</summary>
public abstract class CustomerTest(Engine engine) : DatabaseTest(engine)
{
    protected static readonly Actor Clerk = new(ActorKind.Staff, Guid.Parse("01890000-0000-7000-8000-000000000001"), "CustomerService", "customer-care");

    protected static readonly DateOnly Today = new(2026, 11, 22);

    /// <summary>Where everything arranged here came from.</summary>
    protected static readonly Provenance Told = new(SourceKind.DataSubject, null, new DateOnly(2020, 2, 2));

    private static readonly Actor Arranging = Actor.System("test", "arranging");

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    protected Task<Customer> Person(string firstName, string lastName, Action<Customer>? with = null, DateOnly? since = null) => Save(async db =>
    {
        var customer = Customer.Register(
            EntityKey.New<CustomerId>(Clock), await db.TakeNumber(NumberSeries.Customers, CancellationToken.None), firstName, lastName, Language.Fi, since ?? new DateOnly(2020, 1, 1), Told);
        with?.Invoke(customer);
        db.Add(customer);
        return customer;
    });

    protected Task<Organisation> Organisation(string name, string? country = null) => Save(async db =>
    {
        var organisation = CustomerRegister.Customers.Organisation.Register(
            EntityKey.New<OrganisationId>(Clock), await db.TakeNumber(NumberSeries.Organisations, CancellationToken.None), name, null,
            country is null ? null : PostalAddress.Create(null, null, "Somewhere", null, country));
        db.Add(organisation);
        return organisation;
    });

    protected Task<ContactRole> Role(Customer person, Organisation organisation, DateOnly? from = null, DateOnly? to = null) => Save(async db =>
    {
        var customer = await db.Customers.Include(c => c.Phones).Include(c => c.Addresses).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).SingleAsync(c => c.Id == person.Id);
        var role = customer.Represent(ContactRole.Of(
            customer.Id, await db.Organisations.SingleAsync(o => o.Id == organisation.Id), "Buyer", from ?? new DateOnly(2020, 1, 1), Told, Clock));
        if (to is { } end)
            role.End(end);
        db.Add(role);
        return role;
    });

    protected Task<int> Orders(Customer person, params IEnumerable<DateOnly> days) => Save(async db =>
    {
        var all = days.ToList();
        var number = await db.TakeNumber(NumberSeries.Orders, CancellationToken.None, all.Count);
        foreach (var day in all)
        {
            var order = Order.Place(EntityKey.New<OrderId>(Clock), number++, person.Id, null, day, "EUR", 5m);
            order.AddLine("Teetä", 10.005m, 2, 0.1m);
            order.AddLine("Sympaatti", 1m, 1, 0);
            db.Add(order);
        }

        return all.Count;
    });

    protected Phone PhoneOf(string written, PhoneKind kind = PhoneKind.Phone) => new(written, kind, Clock);

    /// <summary>The register with something listening on what it does.</summary>
    protected RegisterContext OpenWith(IInterceptor interceptor) => Engine == Engine.Sqlite
        ? new SqliteRegisterContext(new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite(Database.ConnectionString).AddInterceptors(new SqlitePragmas(), interceptor).Options)
        : new PostgresRegisterContext(new DbContextOptionsBuilder<PostgresRegisterContext>().UseNpgsql(Database.ConnectionString).AddInterceptors(interceptor).Options);

    /// <summary>What is stored, as another connection reads it.</summary>
    protected async Task<T> Stored<T>(Func<RegisterContext, Task<T>> read)
    {
        await using var db = Database.Open();
        return await read(db);
    }

    protected Task<List<AuditEntry>> Log(string action) => Stored(db => db.AuditEntries.AsNoTracking().Where(e => e.Action == action && e.ActorRole != "test").ToListAsync());

    protected async Task<T> Save<T>(Func<RegisterContext, Task<T>> make)
    {
        await using var db = Database.Open();
        var made = await make(db);
        db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerRegistered, Clock));
        await db.SaveChangesAsync();
        return made;
    }

    protected sealed record Phone(string Written, PhoneKind Kind, TimeProvider Clock)
    {
        public void Of(Customer customer) =>
            customer.AddPhone(CustomerPhone.Of(customer.Id, Kind, PhoneNumber.Parse(Written), Told, Clock));
    }
}
