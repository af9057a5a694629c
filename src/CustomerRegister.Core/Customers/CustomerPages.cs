using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>
/// Reads one page of a search, never in a time that grows with how many match. Up to <see cref="Cap"/> matches are gathered by the index of the
/// words and sorted. More than that are read in the order of the list until the page is full, which ends early unless the matches
/// lie far from the place: then the family names that begin with the term, which lie together, are read beside the few others.
/// </summary>
/// <param name="organisations">Those that the same words name, which are looked for in the same breath.</param>
internal sealed class CustomerPages(RegisterContext db, FindCustomersQuery query, DateOnly today, IQueryable<Organisation>? organisations = null)
{
    /// <summary>Counting further would cost more than the knowledge is worth.</summary>
    public const int Cap = 1000;

    // What a term finds, as the database tells it.
    private const int Named = 0, Other = 1, Organisation = 2;

    // Rows read in order before another way is taken: first some milliseconds' worth, then what still costs less than sorting tens of thousands of matches.
    private static readonly int[] Walks = [5000, 50_000];

    private const int SortedForOneWalked = 4;

    private readonly IReadOnlyList<string> terms = CustomerTerms.Of(query.Words);

    /// <summary>Whether any of the organisations was found, or was not looked for.</summary>
    public bool MayNameOrganisations { get; private set; } = organisations is not null;

    /// <returns>How many match, up to one above <see cref="Cap"/>, and the rows of the page with one more if there is one.</returns>
    public async Task<(int Count, List<T> Rows)> Read<T>(Func<IQueryable<Customer>, IQueryable<T>> project, int size, CancellationToken ct)
    {
        // Signs only: nobody is meant, rather than everybody.
        if (terms.Count == 0 && !string.IsNullOrWhiteSpace(query.Words))
            return (0, []);

        if (terms.Count == 0 && query.Filter == CustomerFilter.None)
            return (await db.Customers.Take(Cap + 1).CountAsync(ct), await Rows(From(db.Customers).Take(size + 1)));

        if (query.NamesFirst && terms is [var begun])
        {
            var rows = await Rows(From(db.Customers.WithNameFrom(begun)).Take(size + 1));
            if (rows.Count <= size)
                rows.AddRange(await Rows(From(db.CustomersHolding(begun).WithoutNameFrom(begun).Take(Cap)).Take(size + 1 - rows.Count)));
            return (rows.Count, rows);
        }

        if (terms is [var term])
        {
            var named = Filtered(db.Customers.WithNameFrom(term));
            var others = Filtered(db.CustomersHolding(term).WithoutNameFrom(term));
            var found = named.Take(Cap + 1).Select(_ => Named).Concat(others.Take(Cap + 1).Select(_ => Other));
            if (organisations is not null)
                found = found.Concat(organisations.Take(1).Select(_ => Organisation));
            var counts = await found.GroupBy(kind => kind).Select(g => new { Kind = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Kind, g => g.Count, ct);
            var (namedCount, otherCount) = (counts.GetValueOrDefault(Named), counts.GetValueOrDefault(Other));
            MayNameOrganisations = counts.ContainsKey(Organisation);
            var count = Math.Min(Cap + 1, namedCount + otherCount);
            if (count == 0)
                return (0, []);
            if (otherCount <= Cap && (query.Order == CustomerOrder.Name || namedCount <= Cap))
                return (count, await Merged(Cap));
            var holding = await db.CountHolding(term, ct);
            return (count, await Walked(holding) ?? (holding is not null && query.Order == CustomerOrder.Name ? await Merged(int.MaxValue) : await Sorted()));

            // A limit keeps the database from walking the whole order instead of sorting.
            Task<List<T>> Merged(int most)
            {
                var first = From(query.Order == CustomerOrder.Name ? named : named.Take(most)).Take(size + 1).Select(c => c.Number);
                var second = From(others.Take(most)).Take(size + 1).Select(c => c.Number);
                var numbers = otherCount == 0 ? first : namedCount == 0 ? second : first.Concat(second);
                return Rows(From(db.Customers.Where(c => numbers.Contains(c.Number))).Take(size + 1));
            }
        }

        var gathered = await Filtered(db.CustomersMatching(terms)).Take(Cap + 1).CountAsync(ct);
        return (gathered, gathered switch
        {
            0 => [],
            <= Cap => await Sorted(Cap),
            _ => await Walked() ?? await Sorted(),
        });

        // Null where the page was not full before it got too far. Where it is known how many match, only as far as costs little beside sorting them.
        async Task<List<T>?> Walked(int? matches = null)
        {
            foreach (var length in Walks.TakeWhile(length => !(matches <= SortedForOneWalked * length)))
            {
                var walked = await Rows(From(Filtered(db.FirstInOrder(query.Order, query.From, length).WithTerms(terms))).Take(size + 1));
                if (walked.Count > size)
                    return walked;
            }

            return null;
        }

        Task<List<T>> Sorted(int most = int.MaxValue) => Rows(From(Filtered(db.CustomersMatching(terms)).Take(most)).Take(size + 1));

        Task<List<T>> Rows(IQueryable<Customer> customers) => project(customers).ToListAsync(ct);
    }

    private IOrderedQueryable<Customer> From(IQueryable<Customer> customers) => customers.From(query.Order, query.From);

    private IQueryable<Customer> Filtered(IQueryable<Customer> customers) => query.Filter.Of(customers, db, today);
}
