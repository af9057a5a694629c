using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Portability;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

public enum UndoImportRefusal
{
    /// <summary>There is no such import, or it has not finished, or was undone.</summary>
    NotFinished,
    /// <summary>Something has been built on what it brought: see <see cref="BuiltOn"/>.</summary>
    BuiltOn,
}

/// <summary>What has been built on an import, by what it brought; while there is any, it stays.</summary>
/// <param name="Customers">Customers who were changed since, or have something that the import did not bring: orders, requests, consents and so on.</param>
/// <param name="Organisations">Organisations that were changed since, or have contact persons or orders from elsewhere.</param>
/// <param name="Orders">Orders that were changed since, or have lines or invoices.</param>
/// <param name="Proposals">Proposals that somebody has accepted.</param>
public sealed record BuiltOn(int Customers, int Organisations, int Orders, int Proposals)
{
    public int Total => Customers + Organisations + Orders + Proposals;
}

/// <summary>Takes out again what an import brought, all of it or nothing: only while nothing has been built on it.</summary>
public sealed class UndoImport(RegisterContext db, TimeProvider clock, ErasePeople erase)
{
    private static readonly HashSet<DataCategory> Everything = [.. Enum.GetValues<DataCategory>()];

    /// <summary>What only looks at a person changes nothing.</summary>
    private static readonly string[] Looks = [AuditAction.CustomerViewed, AuditAction.CustomersSearched, AuditAction.CustomersCompared, AuditAction.ProposalsViewed];

    /// <summary>What an undoing would meet.</summary>
    public async Task<BuiltOn> Foresee(Import import, CancellationToken ct) => import.Kind switch
    {
        ImportKind.Customers => new(await CustomersBuiltOn(import, ct), await OrganisationsBuiltOn(import, ct), 0, 0),
        ImportKind.Orders => new(0, 0, await OrdersBuiltOn(import, ct), 0),
        ImportKind.OrderLines => new(0, 0, await LinesBuiltOn(import, ct), 0),
        ImportKind.Portability => new(await CustomersBuiltOn(import, ct), await OrganisationsBuiltOn(import, ct), await InvoicedOf(import, ct), 0),
        _ => new(0, 0, 0, await db.UpdateProposals.CountAsync(p => p.ImportId == import.Id && p.State == ProposalState.Accepted, ct)),
    };

    public async Task<(Outcome<Import, UndoImportRefusal> Outcome, BuiltOn? BuiltOn)> Run(ImportId id, Actor actor, CancellationToken ct)
    {
        // A million people take longer than a page's query may.
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Bulk().HoldImports(ct);
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State == ImportState.Finished, ct) is not { } import)
            return (UndoImportRefusal.NotFinished, null);
        if (import is { Kind: ImportKind.Customers or ImportKind.Portability, Customers: not null })
            await db.HoldCustomers(await People(import).Select(c => c.Id).ToListAsync(ct), ct);
        var builtOn = await Foresee(import, ct);
        if (builtOn.Total > 0)
            return (UndoImportRefusal.BuiltOn, builtOn);
        await TakeOut(import, actor, ct);
        await db.RejectedRows.Where(r => r.ImportId == id).ExecuteDeleteAsync(ct);
        import.Undo(clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.ImportUndone, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return (import, null);
    }

    private async Task TakeOut(Import import, Actor actor, CancellationToken ct)
    {
        switch (import.Kind)
        {
            case ImportKind.Portability when import.Orders is not null:
                await Placed(import).ExecuteDeleteAsync(ct);
                goto case ImportKind.Customers;
            case ImportKind.Portability:
            case ImportKind.Customers:
                if (import.Customers is not null)
                    await erase.Run(Scope(import.Customers), Everything, ct);
                if (import.Organisations is not null)
                    await Companies(import).ExecuteDeleteAsync(ct);
                break;
            case ImportKind.Orders:
                if (import.Orders is not null)
                    await Placed(import).ExecuteDeleteAsync(ct);
                await MoveStartsBack(import, actor, ct);
                break;
            case ImportKind.OrderLines:
                await db.OrderLines.Where(l => db.ImportedLines.Any(i => i.ImportId == import.Id && i.OrderId == l.OrderId && i.Position == l.Position)).ExecuteDeleteAsync(ct);
                await db.ImportedLines.Where(l => l.ImportId == import.Id).ExecuteDeleteAsync(ct);
                break;
            default:
                await db.UpdateProposals.Where(p => p.ImportId == import.Id).ExecuteDeleteAsync(ct);
                break;
        }
    }

    /// <summary>An import brings only what has a source key; in between its numbers, people may have been registered by hand.</summary>
    private IQueryable<Customer> People(Import import)
    {
        var (first, last) = import.Customers ?? new(0, -1);
        return db.Customers.Where(c => c.Number >= first && c.Number <= last && c.SourceKey != null);
    }

    private IQueryable<Organisation> Companies(Import import)
    {
        var (first, last) = import.Organisations ?? new(0, -1);
        return db.Organisations.Where(o => o.Number >= first && o.Number <= last && o.SourceKey != null);
    }

    private IQueryable<Order> Placed(Import import)
    {
        var (first, last) = import.Orders ?? new(0, -1);
        return db.Orders.Where(o => o.Number >= first && o.Number <= last && o.SourceKey != null);
    }

    private static PersonScope Scope(NumberRange numbers) => new(
        """in (select "Id" from "Customers" where "Number" between @first and @last and "SourceKey" is not null)""", [("@first", numbers.First), ("@last", numbers.Last)]);

    private async Task<int> CustomersBuiltOn(Import import, CancellationToken ct)
    {
        if (import.Customers is not { } numbers)
            return 0;
        // Whatever table of the personal data map has a row of theirs, but for those that the import itself fills.
        var sql = new PersonSql(db);
        Type[] brought = [typeof(CustomerAddress), typeof(CustomerPhone), typeof(ContactRole), typeof(RejectedRow),
            // What is added to these later has an entry in the log, and counts as changed.
            .. import.Kind == ImportKind.Portability ? [typeof(Order), typeof(Ban), typeof(BroughtRecord)] : Array.Empty<Type>()];
        var others = PersonalDataMap.Of(db).Tables
            .Where(t => !t.IsCustomer && t.Parent is null && t.Erasure != RowErasure.Outlive && !brought.Contains(t.EntityType.ClrType))
            .Select(t => $"select {sql.Quote(t.OwnerColumn)} from {sql.Quote(t.Name)} where {sql.Quote(t.OwnerColumn)} {Scope(numbers).Condition}");
        var ids = new HashSet<Guid>();
        foreach (var table in others)
            ids.UnionWith(await sql.Keys(table, Scope(numbers), ct));
        ids.UnionWith((await Changed().Join(People(import), e => e.CustomerId, c => c.Id, (e, c) => c.Id).Distinct().ToListAsync(ct)).Select(id => id.Value));
        return ids.Count;
    }

    /// <summary>What somebody other than an import has done to a person's data.</summary>
    private IQueryable<AuditEntry> Changed() => db.AuditEntries.Where(e => e.Purpose != "import" && !Looks.Contains(e.Action));

    private async Task<int> OrganisationsBuiltOn(Import import, CancellationToken ct)
    {
        var (first, last) = import.Customers ?? new(0, -1);
        return await Companies(import).CountAsync(o => o.Version > 0
            || db.Orders.Any(x => x.OrganisationId == o.Id)
            || db.ContactRoles.Any(r => r.OrganisationId == o.Id && !(r.Customer.Number >= first && r.Customer.Number <= last && r.Customer.SourceKey != null)), ct);
    }

    /// <summary>What a package brought is archived, so nothing else can be built on it.</summary>
    private Task<int> InvoicedOf(Import import, CancellationToken ct) => Placed(import).CountAsync(o => db.Invoices.Any(i => i.OrderId == o.Id), ct);

    private async Task<int> OrdersBuiltOn(Import import, CancellationToken ct)
    {
        var (first, last) = import.Orders ?? new(0, -1);
        var ids = (await Placed(import).Where(o => db.OrderLines.Any(l => l.OrderId == o.Id) || db.Invoices.Any(i => i.OrderId == o.Id)).Select(o => o.Id).ToListAsync(ct)).ConvertAll(id => id.Value).ToHashSet();
        ids.UnionWith(await ChangedOrders("""o."Number" between @first and @last and o."SourceKey" is not null""", [("@first", first), ("@last", last)], ct));
        return ids.Count;
    }

    private async Task<int> LinesBuiltOn(Import import, CancellationToken ct)
    {
        var lines = db.ImportedLines.Where(l => l.ImportId == import.Id);
        var ids = (await db.Orders.Where(o => lines.Any(l => l.OrderId == o.Id)).Where(o =>
            db.Invoices.Any(i => i.OrderId == o.Id)
            || o.Lines.Any(l => !lines.Any(i => i.OrderId == o.Id && i.Position == l.Position) && l.Position > lines.Where(i => i.OrderId == o.Id).Max(i => i.Position)))
            .Select(o => o.Id).ToListAsync(ct)).ConvertAll(id => id.Value).ToHashSet();
        ids.UnionWith(await ChangedOrders("""o."Id" in (select "OrderId" from "ImportedLines" where "ImportId" = @import)""", [("@import", import.Id)], ct));
        return ids.Count;
    }

    /// <summary>Orders that somebody other than an import has done something to.</summary>
    private Task<IReadOnlySet<Guid>> ChangedOrders(string which, IReadOnlyList<(string, object)> parameters, CancellationToken ct) => new PersonSql(db).Keys($"""
        select distinct o."Id" from "Orders" o join "AuditEntries" e on e."CustomerId" = o."CustomerId" and e."SubjectId" = o."Id"
        where {which} and e."Purpose" <> 'import' and e."Action" not in ({string.Join(", ", Looks.Select(look => $"'{look}'"))})
        """, new PersonScope("", parameters), ct);

    /// <summary>Relationships that the orders had moved back begin again where they did, or with the first order that is left.</summary>
    private async Task MoveStartsBack(Import import, Actor actor, CancellationToken ct)
    {
        const int batch = 500;
        while (await db.MovedRelationshipStarts.Where(m => m.ImportId == import.Id).OrderBy(m => m.CustomerId).Take(batch).ToListAsync(ct) is { Count: > 0 } moved)
        {
            var before = moved.ToDictionary(m => m.CustomerId);
            List<CustomerId> ids = [.. before.Keys];
            var first = await db.Orders.Where(o => o.CustomerId != null && ids.Contains(o.CustomerId!.Value)).GroupBy(o => o.CustomerId!.Value).Select(g => new { g.Key, First = g.Min(o => o.PlacedOn) }).ToDictionaryAsync(g => g.Key, g => g.First, ct);
            foreach (var customer in await db.Customers.Include(c => c.ContactRoles).Where(c => ids.Contains(c.Id)).ToListAsync(ct))
            {
                var (start, source) = (before[customer.Id].Before, before[customer.Id].Source);
                if (first.TryGetValue(customer.Id, out var order) && order < start)
                    (start, source) = (order, customer.RelationshipSource);
                foreach (var role in customer.ContactRoles.Where(r => r.From == customer.RelationshipStart))
                    role.BeginAt(start);
                customer.BeginRelationshipAt(start, source);
                db.Add(AuditEntry.Of(actor.For("import"), AuditAction.CustomerChanged, clock, customer.Id, null, nameof(Customer.RelationshipStart)));
            }

            db.RemoveRange(moved);
            await db.SaveChangesAsync(ct);
        }
    }
}
