using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="Words">What was typed into the search box; nothing lists everybody.</param>
/// <param name="From">Where the page begins; null for the first page.</param>
public sealed record FindCustomersQuery(string? Words, CustomerCursor? From = null)
{
    public CustomerFilter Filter { get; init; } = CustomerFilter.None;

    public CustomerOrder Order { get; init; }

    /// <summary>Whether the words are looked for everywhere, even where they are exactly somebody's e-mail address or a number.</summary>
    public bool Everywhere { get; init; }

    /// <summary>Whether those whose name begins with the word come before all others, uncounted: what is suggested while a name is typed.</summary>
    public bool NamesFirst { get; init; }

    /// <summary>How many customers a page shows.</summary>
    public int Rows { get; init; } = FindCustomers.PageSize;

    /// <summary>Whether who asks may see orders, which are then found by their number.</summary>
    public bool MaySeeOrders { get; init; }

    /// <summary>Whether who asks may see invoices, which are then found by their number.</summary>
    public bool MaySeeInvoices { get; init; }
}

/// <param name="City">Of the postal address, else of any address; null where a protected address is hidden from the actor.</param>
public sealed record FoundCustomer(CustomerId Id, long Number, string FullName, IReadOnlyList<FoundOrganisation> Organisations, string? City, DateOnly? RelationshipEnd)
{
    public bool IsAddressProtected { get; init; }

    public bool IsDeceased { get; init; }
}

/// <param name="IsCurrent">Whether the customer represents it today.</param>
public sealed record FoundOrganisation(string Name, bool IsCurrent);

public sealed record FoundOrder(OrderId Id, long Number, DateOnly PlacedOn, OrderState State, CustomerId? Customer);

public sealed record FoundInvoice(InvoiceId Id, long Number, DateOnly InvoicedOn, InvoiceState State, decimal Total, string Currency, CustomerId? Customer);

public sealed record NamedOrganisation(OrganisationId Id, string Name);

/// <param name="Count">How many match, counted up to one above <see cref="FindCustomers.MostCounted"/>.</param>
public sealed record FoundCustomers(IReadOnlyList<FoundCustomer> Rows, int Count, CustomerCursor? Previous, CustomerCursor? Next)
{
    /// <summary>The order with exactly this number.</summary>
    public FoundOrder? Order { get; init; }

    /// <summary>The invoice with exactly this number.</summary>
    public FoundInvoice? Invoice { get; init; }

    /// <summary>The first organisations whose business identity code it is, or whose name begins with the words.</summary>
    public IReadOnlyList<NamedOrganisation> Organisations { get; init; } = [];

    /// <summary>Whether these are what the words name exactly, so that there may be others in which they merely occur.</summary>
    public bool AreExact { get; init; }
}

/// <summary>The one search box: customers by name, organisation, e-mail, phone, place or number, in any order and writing.</summary>
public sealed class FindCustomers(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    private const int MostOrganisations = 5;

    /// <summary>How far matches are counted.</summary>
    public const int MostCounted = CustomerPages.Cap;

    /// <summary>Logged as a search, without the words.</summary>
    public async Task<FoundCustomers> Run(FindCustomersQuery query, Actor actor, CancellationToken ct)
    {
        var durable = db.BeginLogRead(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock), ct);
        FoundCustomers found;
        await using (await db.StayConnected(ct))
            found = await Find(query, actor, ct);
        await durable();
        return found;
    }

    private async Task<FoundCustomers> Find(FindCustomersQuery query, Actor actor, CancellationToken ct)
    {
        if (!query.Everywhere && query.From is null && query.Filter == CustomerFilter.None && await Exactly(query, actor, ct) is { } exact)
            return exact;
        var organisations = query.From is null && query.Filter == CustomerFilter.None ? Organisations(query.Words) : null;
        var pages = new CustomerPages(db, query, clock.Today(), organisations);
        var (count, rows) = await pages.Read(found => Projected(found, actor), query.Rows, ct);
        var page = Page(rows, count, query);
        return organisations is null || !pages.MayNameOrganisations ? page : page with
        {
            Organisations = await organisations.OrderBy(o => o.SortName).ThenBy(o => o.Number).Take(MostOrganisations).Select(o => new NamedOrganisation(o.Id, o.Name)).WithKeptPlan().ToListAsync(ct),
        };
    }

    private IQueryable<Organisation>? Organisations(string? words)
    {
        var begins = SearchText.Fold(words);
        if (begins.Length is < 2 or > 200)
            return null;
        var end = begins + CustomerTerms.Last;
        return BusinessId.TryParse(words, out var id)
            ? db.Organisations.Where(o => o.BusinessId == id)
            : db.Organisations.Where(o => o.SortName.CompareTo(begins) >= 0 && o.SortName.CompareTo(end) < 0);
    }

    private async Task<FoundCustomers?> Exactly(FindCustomersQuery query, Actor actor, CancellationToken ct)
    {
        var words = query.Words?.Trim();
        if (EmailAddress.TryParse(words, out var email))
        {
            var key = email.Key;
            // Looked up by the index on the address in lower case; one address may be several people's.
            var owners = await Projected(db.Customers.FromSql($"""select * from "Customers" where lower("Email") = {key}""").OrderBy(c => c.SortName).ThenBy(c => c.Number).Take(PageSize), actor).WithKeptPlan().ToListAsync(ct);
            return owners.Count == 0 ? null : Page(owners, owners.Count, query) with { AreExact = true };
        }

        if (words is not { Length: > 0 and <= 18 } || !words.All(char.IsAsciiDigit) || words[0] == '0')
            return null;
        var number = long.Parse(words, CultureInfo.InvariantCulture);
        var rows = await Projected(db.Customers.Where(c => c.Number == number), actor).WithKeptPlan().ToListAsync(ct);
        // A letter may bear the number that somebody had before being merged into another.
        if (rows.Count == 0 && await db.FormerCustomers.Where(f => f.Number == number).Select(f => (CustomerId?)f.CustomerId).WithKeptPlan().SingleOrDefaultAsync(ct) is { } kept)
            rows = await Projected(db.Customers.Where(c => c.Id == kept), actor).WithKeptPlan().ToListAsync(ct);
        var order = query.MaySeeOrders
            ? await db.Orders.Where(o => o.Number == number).Select(o => new FoundOrder(o.Id, o.Number, o.PlacedOn, o.State, o.CustomerId)).WithKeptPlan().SingleOrDefaultAsync(ct)
            : null;
        var invoice = query.MaySeeInvoices
            ? await db.Invoices.Where(i => i.Number == number).Select(i => new FoundInvoice(i.Id, i.Number, i.InvoicedOn, i.State, i.Total, i.Currency, i.CustomerId)).WithKeptPlan().SingleOrDefaultAsync(ct)
            : null;
        return rows.Count == 0 && order is null && invoice is null
            ? null
            : Page(rows, rows.Count, query) with { Order = order, Invoice = invoice, AreExact = true };
    }

    private IQueryable<Row> Projected(IQueryable<Customer> customers, Actor actor)
    {
        var seesProtected = actor.SeesProtectedAddresses;
        var today = clock.Today();
        return customers.Select(c => new Row(
            c.Id,
            c.Number,
            c.SortName,
            c.FirstName,
            c.LastName,
            c.ContactRoles.OrderBy(r => r.From)
                .Select(r => new FoundOrganisation(r.Organisation.Name, r.From <= today && (r.To == null || r.To > today))).ToList(),
            c.ProtectedUntil == null || seesProtected ? c.Addresses.OrderBy(a => a.Kind == AddressKind.Postal ? 0 : 1).Select(a => a.Address.City).FirstOrDefault() : null,
            c.RelationshipEnd,
            c.ProtectedUntil != null,
            c.DeathSource != null)).AsNoTracking();
    }

    private static FoundCustomers Page(List<Row> rows, int count, FindCustomersQuery query)
    {
        var from = query.From;
        var goesOn = rows.Count > query.Rows;
        var shown = rows.Take(query.Rows).ToList();
        var backwards = from is { Backwards: true };
        if (backwards)
            shown.Reverse();
        var before = shown.Count > 0 && (backwards ? goesOn : from is not null);
        var after = shown.Count > 0 && (backwards || goesOn);
        return new FoundCustomers(
            [.. shown.Select(r => r.AsFound())],
            count,
            before ? new CustomerCursor(shown[0].SortName, shown[0].Number, Backwards: true) : null,
            after ? new CustomerCursor(shown[^1].SortName, shown[^1].Number, Backwards: false) : null);
    }

    private sealed record Row(
        CustomerId Id, long Number, string SortName, string FirstName, string LastName, List<FoundOrganisation> Organisations, string? City, DateOnly? RelationshipEnd,
        bool IsAddressProtected, bool IsDeceased)
    {
        public FoundCustomer AsFound() => new(Id, Number, Customer.NameOf(FirstName, LastName), Organisations, City, RelationshipEnd)
        {
            IsAddressProtected = IsAddressProtected,
            IsDeceased = IsDeceased,
        };
    }
}
