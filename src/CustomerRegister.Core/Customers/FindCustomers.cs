using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="Words">What was typed into the search box; nothing lists everybody.</param>
/// <param name="From">Where the page begins; null for the first page.</param>
public sealed record FindCustomersQuery(string? Words, CustomerCursor? From = null);

/// <summary>A place in the list of customers, which is ordered by name and number.</summary>
/// <param name="Backwards">The rows before the place, not those after it.</param>
public sealed record CustomerCursor(string SortName, long Number, bool Backwards);

/// <param name="City">Of the postal address, else of any address.</param>
public sealed record FoundCustomer(CustomerId Id, long Number, string FullName, IReadOnlyList<FoundOrganisation> Organisations, string? City, DateOnly? RelationshipEnd);

/// <param name="IsCurrent">Whether the customer represents it today.</param>
public sealed record FoundOrganisation(string Name, bool IsCurrent);

/// <param name="Count">How many match, counted up to one above <see cref="FindCustomers.MostCounted"/>.</param>
public sealed record FoundCustomers(IReadOnlyList<FoundCustomer> Rows, int Count, CustomerCursor? Previous, CustomerCursor? Next);

/// <summary>The one search box: customers by name, organisation, e-mail, phone, place or number, in any order and writing.</summary>
public sealed class FindCustomers(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>Counting further would cost more than the knowledge is worth.</summary>
    public const int MostCounted = 1000;

    private const int LongestQuery = 200;
    private const int MostTerms = 10;

    /// <summary>Logged as a search, without the words.</summary>
    public async Task<FoundCustomers> Run(FindCustomersQuery query, Actor actor, CancellationToken ct)
    {
        db.Add(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock));
        await db.SaveChangesAsync(ct);

        var terms = TermsOf(query.Words);
        // Signs only: nobody is meant, rather than everybody.
        if (terms.Count == 0 && !string.IsNullOrWhiteSpace(query.Words))
            return new FoundCustomers([], 0, null, null);

        var count = await db.CustomersMatching(terms).Take(MostCounted + 1).CountAsync(ct);
        var rows = await Read(db.CustomersMatching(terms), query.From, ct);
        return Page(rows, count, query.From);
    }

    private static List<string> TermsOf(string? words)
    {
        var text = words is { Length: > LongestQuery } ? words[..LongestQuery] : words;
        return [.. SearchText.Tokens(text).Select(WithoutExitCode).Distinct().Take(MostTerms)];
    }

    // A number dialled with 00 before the country is stored without it; what is left still finds anything else that begins with zeros.
    private static string WithoutExitCode(string term) =>
        term.StartsWith("00", StringComparison.Ordinal) && term.Length > 2 && term.All(char.IsAsciiDigit) ? term[2..] : term;

    private async Task<List<Row>> Read(IQueryable<Customer> matching, CustomerCursor? from, CancellationToken ct)
    {
        var today = clock.Today();
        var (name, number) = (from?.SortName, from?.Number);
        var ordered = from switch
        {
            null => matching.OrderBy(c => c.SortName).ThenBy(c => c.Number),
            // The first half of the condition is the range that the index is read from.
            { Backwards: false } => matching.Where(c => c.SortName.CompareTo(name) >= 0 && (c.SortName.CompareTo(name) > 0 || c.Number > number))
                .OrderBy(c => c.SortName).ThenBy(c => c.Number),
            _ => matching.Where(c => c.SortName.CompareTo(name) <= 0 && (c.SortName.CompareTo(name) < 0 || c.Number < number))
                .OrderByDescending(c => c.SortName).ThenByDescending(c => c.Number),
        };
        var rows = await ordered.Take(PageSize + 1).Select(c => new Row(
            c.Id,
            c.Number,
            c.SortName,
            c.FirstName,
            c.LastName,
            c.ContactRoles.OrderBy(r => r.From)
                .Select(r => new FoundOrganisation(r.Organisation.Name, r.From <= today && (r.To == null || r.To > today))).ToList(),
            c.Addresses.OrderBy(a => a.Kind == AddressKind.Postal ? 0 : 1).Select(a => a.Address.City).FirstOrDefault(),
            c.RelationshipEnd)).AsNoTracking().ToListAsync(ct);
        return rows;
    }

    private static FoundCustomers Page(List<Row> rows, int count, CustomerCursor? from)
    {
        var goesOn = rows.Count > PageSize;
        var shown = rows.Take(PageSize).ToList();
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
        CustomerId Id, long Number, string SortName, string FirstName, string LastName, List<FoundOrganisation> Organisations, string? City, DateOnly? RelationshipEnd)
    {
        public FoundCustomer AsFound() => new(Id, Number, Customer.NameOf(FirstName, LastName), Organisations, City, RelationshipEnd);
    }
}
