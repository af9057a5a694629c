using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Each row tells new values of somebody, who is looked for by the keys that were chosen, the surest first. What is new becomes a proposal for each
/// person who fits; the register stays as it is until somebody accepts one (N13).
/// </summary>
internal sealed class UpdateRows(RegisterContext db, TimeProvider clock, ImportTerms terms, BulkWriter bulk, FindForgotten forgotten) : ImportedRows(terms)
{
    private const int NameLength = 100, MostPeople = 5;

    public override async Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<WeighedRow> rows, CancellationToken ct)
    {
        HashSet<string> gone = await forgotten.IsNeeded(ct) ? await forgotten.Among(rows.Select(r => r.Draft).OfType<UpdateDraft>().SelectMany(d => d.Hints(forgotten)), ct) : [];
        var people = await Candidates([.. rows.Select(r => r.Draft).OfType<UpdateDraft>()], ct);
        return [.. rows.Select(r => r.Draft is UpdateDraft draft ? Weigh(r, draft, people, gone) : r)];
    }

    // What a proposal changes is logged when it is accepted; that there are any, with the import.
    public override Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct) => bulk.Write(
        [.. rows.Where(r => r.Fate == RowFate.New).SelectMany(r => ((ProposalDraft)r.Draft!).Changes.Select(c => UpdateProposal.Of(Terms.Import, c.Customer, c.CustomerVersion, r.Line, c.Match, c.New, clock)))], ct);

    private WeighedRow Weigh(WeighedRow row, UpdateDraft draft, Candidates people, HashSet<string> gone)
    {
        foreach (var key in Terms.MatchBy)
        {
            var found = people.By(key, draft);
            if (found.Count == 0)
                continue;
            if (found.Count > MostPeople)
                return Reject(row, ImportReason.TooManyPeople, FieldOf(key));
            // An address or number of somebody who was erased is answered by itself, never with a class at once.
            var match = found.Count > 1 || Contradicts(found[0], draft) || draft.Hints(forgotten).Any(gone.Contains) ? ProposalMatch.Ambiguous : key;
            var changes = found.Select(c => (Customer: c, New: Difference(c, draft))).ToList();
            // Not even proposed: such a file never overwrites a protected address.
            if (changes.TrueForAll(c => c.New is null) && found.Exists(c => c.IsAddressProtected && draft.Address is not null))
                return Reject(row, ImportReason.AddressProtected, ImportField.Street);
            var proposed = changes.Where(c => c.New is not null).Select(c => ProposedChange.Of(c.Customer, match, c.New!)).ToList();
            return proposed.Count == 0 ? row with { Fate = RowFate.Unchanged } : row with { Draft = new ProposalDraft(proposed) };
        }

        // Nobody fits, and the address or number is that of somebody who was erased: an update brings nobody back, but whoever reads the list is told.
        return WeighedRow.Rejected(row.Row, new RowProblem(draft.Hints(forgotten).Any(gone.Contains) ? ImportReason.Forgotten : ImportReason.UnknownPerson));
    }

    /// <summary>The number may be another's: the file says what name the person has had, and it is not this one's.</summary>
    private static bool Contradicts(Customer customer, UpdateDraft draft) =>
        draft.OldLastName is { } last && SearchText.Fold(last) != SearchText.Fold(customer.LastName);

    /// <summary>What of the draft is not so already; null if nothing. A protected address is left out.</summary>
    private UpdateDraft? Difference(Customer customer, UpdateDraft draft)
    {
        var hasNewName = draft.LastName is not null && (draft.LastName != customer.LastName || draft.FirstName is { } first && first != customer.FirstName);
        var postal = ProposedChange.PostalOf(customer);
        var address = draft.Address;
        // A file that names no country speaks of the same one.
        if (address is { Country: null } && postal?.Country is { } country)
            address = PostalAddress.Create(address.Street, address.PostalCode, address.City, address.Region, country);
        var difference = draft with
        {
            LastName = hasNewName ? draft.LastName : null,
            FirstName = hasNewName ? draft.FirstName ?? customer.FirstName : null,
            Address = customer.IsAddressProtected || address == postal ? null : address,
            Email = Terms.MatchBy.Contains(ProposalMatch.Email) || draft.Email == customer.Email ? null : draft.Email,
            Phone = New(draft.Phone),
            Mobile = New(draft.Mobile),
        };
        return difference is { LastName: null, Address: null, Email: null, Phone: null, Mobile: null } ? null : difference;

        PhoneNumber? New(PhoneNumber? number) => Terms.MatchBy.Contains(ProposalMatch.Phone) || customer.Phones.Any(p => p.Number == number) ? null : number;
    }

    private async Task<Candidates> Candidates(List<UpdateDraft> drafts, CancellationToken ct)
    {
        var found = new Candidates();
        var people = db.Customers.AsNoTracking().Include(c => c.Addresses).Include(c => c.Phones).AsSplitQuery();
        foreach (var key in Terms.MatchBy)
        {
            switch (key)
            {
                case ProposalMatch.CustomerNumber when Distinct(drafts, d => d.CustomerNumber) is { Count: > 0 } numbers:
                    found.Add(key, await people.Where(c => numbers.Contains(c.Number)).ToListAsync(ct), c => [c.Number.ToString(CultureInfo.InvariantCulture)]);
                    break;
                case ProposalMatch.SourceKey when Distinct(drafts, d => d.Key) is { Count: > 0 } keys:
                    found.Add(key, await people.Where(c => keys.Contains(c.SourceKey!)).ToListAsync(ct), c => [c.SourceKey!]);
                    break;
                case ProposalMatch.NameAndAddress when Distinct(drafts, Imports.Candidates.NameOf) is { Count: > 0 } names:
                    found.Add(key, await people.Where(c => names.Contains(c.SortName)).ToListAsync(ct), c => c.Addresses.Select(a => Imports.Candidates.Place(c.SortName, a.Address.Street)));
                    break;
                case ProposalMatch.Email when Distinct(drafts, d => d.Email?.Key) is { Count: > 0 } emails:
                    var places = string.Join(", ", emails.Select((_, i) => $"{{{i}}}"));
#pragma warning disable EF1002 // What is put together is places for parameters only.
                    var owners = db.Customers.FromSqlRaw($"""select * from "Customers" where lower("Email") in ({places})""", [.. emails]);
#pragma warning restore EF1002
                    found.Add(key, await owners.AsNoTracking().Include(c => c.Addresses).Include(c => c.Phones).AsSplitQuery().ToListAsync(ct), c => [c.Email!.Key]);
                    break;
                case ProposalMatch.Phone when drafts.SelectMany(d => new[] { d.Phone, d.Mobile }).OfType<PhoneNumber>().Distinct().ToList() is { Count: > 0 } phones:
                    // From the numbers to their owners, by the index; the other way round would ask everybody for their numbers.
                    var bearers = db.CustomerPhones.Where(p => phones.Contains(p.Number)).Select(p => p.CustomerId);
                    found.Add(key, await people.Where(c => bearers.Contains(c.Id)).ToListAsync(ct), c => c.Phones.Select(p => p.Number.Value));
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    private static List<T> Distinct<T>(List<UpdateDraft> drafts, Func<UpdateDraft, T?> value) where T : class => [.. drafts.Select(value).OfType<T>().Distinct()];

    private static List<long> Distinct(List<UpdateDraft> drafts, Func<UpdateDraft, long?> value) => [.. drafts.Select(value).OfType<long>().Distinct()];

    private static ImportField FieldOf(ProposalMatch key) => key switch
    {
        ProposalMatch.CustomerNumber => ImportField.CustomerNumber,
        ProposalMatch.SourceKey => ImportField.CustomerKey,
        ProposalMatch.Email => ImportField.Email,
        ProposalMatch.Phone => ImportField.Phone,
        _ => ImportField.ContactName,
    };

    protected override ImportDraft? ReadRow(RowReader row)
    {
        var address = CustomerRows.ReadAddress(row, ImportField.Street, ImportField.PostalCode, ImportField.City, ImportField.Region, ImportField.Country);
        var country = address?.Country is { } written ? CountryCode.Of(written) : CountryCode.Finland;
        var (first, last) = ReadName(row, ImportField.ContactName, ImportField.FirstName, ImportField.LastName);
        var (oldFirst, oldLast) = ReadName(row, ImportField.OldContactName, ImportField.OldFirstName, ImportField.OldLastName);
        var draft = new UpdateDraft(
            ReadNumber(row),
            row.Text(ImportField.CustomerKey, SourceName.MaxKeyLength) is { } key ? SourceName.Key(Terms.Source, key) : null,
            oldFirst, oldLast,
            row.Text(ImportField.OldStreet, PostalAddress.MaxPartLength),
            row.Text(ImportField.OldPostalCode, PostalAddress.MaxPartLength),
            first, last, address,
            CustomerRows.ReadEmail(row), CustomerRows.ReadPhone(row, ImportField.Phone, country), CustomerRows.ReadPhone(row, ImportField.Mobile, country));
        if (row.Problems.Count == 0 && draft is { LastName: null, Address: null, Email: null, Phone: null, Mobile: null })
            row.Refuse(row.Has(ImportField.Street) ? ImportField.Street : ImportField.ContactName, ImportReason.MissingValue);
        return row.Problems.Count == 0 ? draft : null;
    }

    private static (string? First, string? Last) ReadName(RowReader row, ImportField whole, ImportField first, ImportField last)
    {
        var (firstName, lastName) = (row.Text(first, NameLength), row.Text(last, NameLength));
        if (lastName is not null || row.Text(whole, 2 * NameLength + 1) is not { } name)
            return (firstName, lastName);
        (firstName, lastName) = ContactName.Split(name);
        if (Math.Max(firstName.Length, lastName.Length) > NameLength)
            row.Refuse(whole, ImportReason.ValueTooLong, NameLength, Math.Max(firstName.Length, lastName.Length));
        return (firstName, lastName);
    }

    private static long? ReadNumber(RowReader row)
    {
        if (row.Text(ImportField.CustomerNumber, 40) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        row.Refuse(ImportField.CustomerNumber, ImportReason.UnreadableNumber);
        return null;
    }
}

/// <summary>The people whom a batch of updates may be about, by each key.</summary>
internal sealed class Candidates
{
    private readonly Dictionary<(ProposalMatch Key, string Value), List<Customer>> people = [];

    public void Add(ProposalMatch key, IEnumerable<Customer> customers, Func<Customer, IEnumerable<string>> values)
    {
        foreach (var customer in customers)
        {
            foreach (var value in values(customer).Distinct())
            {
                if (!people.TryGetValue((key, value), out var list))
                    people.Add((key, value), list = []);
                list.Add(customer);
            }
        }
    }

    public List<Customer> By(ProposalMatch key, UpdateDraft draft) => key switch
    {
        ProposalMatch.CustomerNumber => Of(key, draft.CustomerNumber?.ToString(CultureInfo.InvariantCulture)),
        ProposalMatch.SourceKey => Of(key, draft.Key),
        ProposalMatch.NameAndAddress => NameOf(draft) is { } name ? [.. Of(key, Place(name, draft.OldStreet)).Where(c => HasPostalCode(c, draft))] : [],
        ProposalMatch.Email => Of(key, draft.Email?.Key),
        ProposalMatch.Phone => [.. Of(key, draft.Phone?.Value).Concat(Of(key, draft.Mobile?.Value)).DistinctBy(c => c.Id)],
        _ => [],
    };

    /// <summary>The folded name that the register has, family name first; null without it or without the old address.</summary>
    public static string? NameOf(UpdateDraft draft)
    {
        var (first, last) = draft.OldLastName is null ? (draft.FirstName, draft.LastName) : (draft.OldFirstName, draft.OldLastName);
        return last is null || draft.OldStreet is null ? null : SearchText.Fold($"{last} {first}");
    }

    public static string Place(string name, string? street) => $"{name}|{SearchText.Fold(street)}";

    private static bool HasPostalCode(Customer customer, UpdateDraft draft) => draft.OldPostalCode is not { } code
        || customer.Addresses.Any(a => SearchText.Fold(a.Address.Street) == SearchText.Fold(draft.OldStreet) && SearchText.Fold(a.Address.PostalCode) == SearchText.Fold(code));

    private List<Customer> Of(ProposalMatch key, string? value) => value is not null && people.TryGetValue((key, value), out var found) ? found : [];
}
