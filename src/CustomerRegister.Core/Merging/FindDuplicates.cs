using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Merging;

/// <summary>By what somebody may be the same person: the rule of <see cref="FindDuplicates"/>.</summary>
public enum DuplicateReason
{
    SameEmail,
    SamePhone,
    SameNameAndPostalCode,
}

/// <summary>What is known of a person who may be in the register already.</summary>
/// <param name="Except">The customer who is no duplicate of themselves.</param>
public sealed record PersonSought(
    string FirstName, string LastName, EmailAddress? Email, IReadOnlyCollection<PhoneNumber> Phones, IReadOnlyCollection<string> PostalCodes, CustomerId? Except = null)
{
    public static PersonSought Of(Customer customer) => new(
        customer.FirstName, customer.LastName, customer.Email, [.. customer.Phones.Select(p => p.Number)],
        [.. customer.Addresses.Select(a => a.Address.PostalCode).OfType<string>()], customer.Id);
}

public sealed record DuplicateCandidate(CustomerId Id, long Number, string FullName, DateOnly? RelationshipEnd, IReadOnlyList<DuplicateReason> Reasons);

/// <summary>
/// Who may be the same person: the same e-mail address, the same telephone number, or the same name (in either order) and postcode. One query, each
/// part of it by an index. A protected address is compared with nobody's: not even whether it is in a postcode may be found out.
/// </summary>
public sealed class FindDuplicates(RegisterContext db, TimeProvider clock)
{
    /// <summary>More would be no help: a number or name that so many share says little.</summary>
    public const int MostShown = 10;

    // One person can be found in three ways, and by several numbers.
    private const int MostRead = 60;

    /// <summary>The candidates for somebody who is about to be registered. Logged as a search.</summary>
    public async Task<IReadOnlyList<DuplicateCandidate>> Run(PersonSought sought, Actor actor, CancellationToken ct)
    {
        var found = await Unseen(sought, actor, ct);
        if (found.Count > 0)
        {
            db.Add(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock));
            await db.SaveChangesAsync(ct);
        }

        return found;
    }

    /// <summary>The candidates beside a card, whose view is logged with the card.</summary>
    public Task<IReadOnlyList<DuplicateCandidate>> Beside(Customer customer, Actor actor, CancellationToken ct)
    {
        var sought = PersonSought.Of(customer);
        return Unseen(customer.IsAddressHiddenFrom(actor) ? sought with { PostalCodes = [] } : sought, actor, ct);
    }

    /// <summary>The candidates, for whoever logs it themselves or shows them to nobody.</summary>
    internal async Task<IReadOnlyList<DuplicateCandidate>> Unseen(PersonSought sought, Actor actor, CancellationToken ct)
    {
        var parts = new List<IQueryable<Found>>();
        IQueryable<Customer> Others(IQueryable<Customer> customers) => customers.AsNoTracking().Where(c => sought.Except == null || c.Id != sought.Except);
        // Written as the indexes are: the same condition through the model's own words would read everybody.
        if (sought.Email is { Key: var key })
            parts.Add(Others(db.Customers.FromSql($"""select * from "Customers" where lower("Email") = {key}"""))
                .Select(c => new Found { Id = c.Id, Number = c.Number, FirstName = c.FirstName, LastName = c.LastName, RelationshipEnd = c.RelationshipEnd, Reason = (int)DuplicateReason.SameEmail }));
        if (sought.Phones.ToList() is { Count: > 0 } phones)
            parts.Add(db.CustomerPhones.Where(p => phones.Contains(p.Number)).Join(Others(db.Customers), p => p.CustomerId, c => c.Id, (p, c) => c)
                .Select(c => new Found { Id = c.Id, Number = c.Number, FirstName = c.FirstName, LastName = c.LastName, RelationshipEnd = c.RelationshipEnd, Reason = (int)DuplicateReason.SamePhone }));
        if (sought.PostalCodes.ToList() is { Count: > 0 } codes && SearchText.Fold(sought.LastName).Length > 0)
        {
            string[] names = [SearchText.Fold($"{sought.LastName} {sought.FirstName}"), SearchText.Fold($"{sought.FirstName} {sought.LastName}")];
            var keys = codes.Select(code => NamesakeKey.Of(names[0], code)).ToList();
            var maySee = actor.SeesProtectedAddresses;
            parts.Add(db.CustomerAddresses.Where(a => keys.Contains(a.NamesakeKey) && codes.Contains(a.Address.PostalCode!))
                .Join(Others(db.Customers).Where(c => names.Contains(c.SortName) && (maySee || c.ProtectedUntil == null)), a => a.CustomerId, c => c.Id, (a, c) => c)
                .Select(c => new Found { Id = c.Id, Number = c.Number, FirstName = c.FirstName, LastName = c.LastName, RelationshipEnd = c.RelationshipEnd, Reason = (int)DuplicateReason.SameNameAndPostalCode }));
        }

        if (parts.Count == 0)
            return [];
        var found = await parts.Aggregate((one, other) => one.Concat(other)).Take(MostRead).WithKeptPlan().ToListAsync(ct);
        return [.. found.GroupBy(f => f.Id)
            .Select(g => new DuplicateCandidate(g.Key, g.First().Number, Customer.NameOf(g.First().FirstName, g.First().LastName), g.First().RelationshipEnd,
                [.. g.Select(f => (DuplicateReason)f.Reason).Distinct().Order()]))
            .OrderByDescending(c => c.Reasons.Count).ThenBy(c => c.Number).Take(MostShown)];
    }

    // Set by initialisers: the database can put together rows that are made so, but not those of a constructor.
    private sealed class Found
    {
        public CustomerId Id { get; init; }
        public long Number { get; init; }
        public string FirstName { get; init; } = "";
        public string LastName { get; init; } = "";
        public DateOnly? RelationshipEnd { get; init; }
        public int Reason { get; init; }
    }
}
