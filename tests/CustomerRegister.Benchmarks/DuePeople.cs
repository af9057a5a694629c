using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;

namespace CustomerRegister.Benchmarks;

/// <summary>
/// Lets the relationship of some of the made-up customers be long over: a number of them for a run, half as many for a second run, and leaves as many others for plain SQL. The three
/// lie scattered among those who stay. Of a hundred who are due, five are contact persons and five have an open invoice.
/// </summary>
internal sealed class DuePeople(BenchmarkRegister register, int count)
{
    private const int AtOnce = 1_000, Round = 40;

    /// <summary>The days on which the run that warms up is as of, the first that is measured, and the second.</summary>
    public static readonly DateOnly EarlyDay = new(2005, 1, 1), FirstDay = new(2015, 1, 1), SecondDay = new(2025, 1, 1);

    private static readonly Actor Arranging = Actor.System("benchmark", "arranging");

    private readonly int stride = register.Customers.Count / count >= 3 ? register.Customers.Count / count
        : throw new ArgumentException("At most a third of the customers can be due.", nameof(count));

    public int Kept { get; private set; }

    /// <summary>For plain SQL, as many as the first run erases altogether: what stands after a column with a customer's key.</summary>
    public const string ForBareSql = """in (select "Id" from "BenchmarkPeople")""";

    public async Task Arrange(WebApplication app, CancellationToken ct)
    {
        await app.Use(async (LayDownDefaults defaults) => { await defaults.Run(ct); return 0; });
        await using (var raw = await register.OpenRaw(ct))
        {
            await BareErasure.Execute(raw, $"""
                update "Customers" set "RelationshipStart" = '1996-07-04', "RelationshipEnd" = '1998-05-06' where {IsInSlot(0)};
                update "Customers" set "RelationshipStart" = '1996-07-04', "RelationshipEnd" = '2010-05-06' where {IsInSlot(1)} and ("Number" - 1001) / {stride} % 2 = 0;
                update "Customers" set "RelationshipStart" = '1986-07-04', "RelationshipEnd" = '1990-05-06' where {IsInSlot(1)} and ("Number" - 1001) / {stride} % 2 = 1 and ("Number" - 1001) / {stride} < 1000
                """, ct);
        }

        var organisation = await Organisation(app, ct);
        // Of the first run and the second alike.
        foreach (var slot in (int[])[0, 1])
        {
            foreach (var some in Enumerable.Range(0, count).Where(HasGround).Chunk(AtOnce))
                await AddGrounds(app, organisation, slot, some, ct);
        }

        Kept = Enumerable.Range(0, count).Count(HasGround);
        await using var connection = await register.OpenRaw(ct);
        await BareErasure.Execute(connection, $"""
            create table "BenchmarkPeople" as select "Id" from "Customers" where {IsInSlot(2)} order by "Id" limit {(count - Kept).ToString(CultureInfo.InvariantCulture)}
            """, ct);
        // A server at work has done this long ago.
        await BareErasure.Execute(connection, register.Engine == BenchmarkEngine.Postgres ? "vacuum analyze" : "analyze", ct);
        if (register.Engine == BenchmarkEngine.Postgres)
            await BareErasure.Execute(connection, "checkpoint", ct);
    }

    /// <summary>Whom the run that warmed up has kept in part is not due again.</summary>
    public async Task LeaveOutEarly(CancellationToken ct)
    {
        await using var raw = await register.OpenRaw(ct);
        await BareErasure.Execute(raw, """update "Customers" set "RelationshipEnd" = null where "RelationshipEnd" = '1990-05-06'""", ct);
    }

    // Of the odd and the even alike, for the run that warms up has the odd ones of a slot.
    private static bool HasGround(int k) => k % Round is 6 or 7 or 12 or 13;

    private string IsInSlot(int slot) => string.Create(CultureInfo.InvariantCulture,
        $"(\"Number\" - 1001) % {stride} = {slot} and (\"Number\" - 1001) / {stride} < {count}");

    private static Task<Organisation> Organisation(WebApplication app, CancellationToken ct) => app.Use(async (RegisterContext db) =>
    {
        var organisation = Customers.Organisation.Register(EntityKey.New<OrganisationId>(TimeProvider.System), await db.TakeNumber(NumberSeries.Organisations, ct), "Wartian Herkku", null, null);
        db.AddRange(organisation, AuditEntry.Of(Arranging, AuditAction.OrganisationRegistered, TimeProvider.System));
        await db.SaveChangesAsync(ct);
        return organisation;
    });

    private Task<int> AddGrounds(WebApplication app, Organisation organisation, int slot, int[] people, CancellationToken ct) => app.Use(async (RegisterContext db) =>
    {
        var (clock, told) = (TimeProvider.System, new Provenance(SourceKind.DataSubject, null, new DateOnly(1996, 7, 4)));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var number = await db.TakeNumber(NumberSeries.Invoices, ct, people.Length);
        var (roles, invoices) = (new List<ContactRole>(), new List<Invoice>());
        foreach (var k in people)
        {
            var customer = k * stride + slot;
            if (k % Round is 6 or 7)
            {
                roles.Add(ContactRole.Of(new(MadeUpCustomers.CustomerKey(customer)), organisation, null, new DateOnly(1996, 7, 4), told, clock));
                continue;
            }

            var order = Order.Place(new(MadeUpCustomers.FirstOrderKey(customer)), 0, new CustomerId(MadeUpCustomers.CustomerKey(customer)), null, new DateOnly(1998, 5, 5), "EUR", 4.9m);
            order.AddLine("Villasukat", 19.9m, 2, 0, 0.255m);
            invoices.Add(Invoice.Send(EntityKey.New<InvoiceId>(clock), number++, order, new Buyer("Aino Virtanen", null), Language.Fi, clock.Today(), clock.Today().AddDays(14)));
        }

        var bulk = db.Bulk();
        await bulk.Write(roles, ct);
        await bulk.Write(invoices, ct);
        await bulk.Write([.. invoices.SelectMany(i => i.Lines)], ct);
        await transaction.CommitAsync(ct);
        return people.Length;
    });
}
