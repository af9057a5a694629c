using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="Words">Parts of the name in any order, a business identity code, or a number; all organisations where empty.</param>
/// <param name="WithoutContactPerson">Only those whom nobody represents today.</param>
public sealed record FindOrganisationsQuery(string? Words, bool WithoutContactPerson, OrganisationCursor? From = null);

/// <param name="ContactPersons">How many represent it today.</param>
public sealed record FoundOrganisationRow(OrganisationId Id, long Number, string Name, BusinessId? BusinessId, string? City, int ContactPersons);

/// <param name="Count">How many match, counted up to one above <see cref="FindOrganisations.MostCounted"/>.</param>
public sealed record FoundOrganisations(IReadOnlyList<FoundOrganisationRow> Rows, int Count, OrganisationCursor? Previous, OrganisationCursor? Next);

/// <summary>Organisations by name, business identity code or number; and those that nobody represents.</summary>
public sealed class FindOrganisations(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;
    public const int MostCounted = 1000;

    private const int LongestQuery = 200;
    private const int MostTerms = 10;

    /// <summary>Logged as a search, without the words.</summary>
    public async Task<FoundOrganisations> Run(FindOrganisationsQuery query, Actor actor, CancellationToken ct)
    {
        db.Add(AuditEntry.Of(actor, AuditAction.OrganisationsSearched, clock));
        await db.SaveChangesAsync(ct);

        if (Matching(query) is not { } matching)
            return new([], 0, null, null);
        var count = await matching.Take(MostCounted + 1).CountAsync(ct);
        return Page(await Read(matching, query.From, ct), count, query.From);
    }

    /// <returns>Null where the words hold nothing to look for: then nothing is meant, rather than everything.</returns>
    private IQueryable<Organisation>? Matching(FindOrganisationsQuery query)
    {
        var organisations = db.Organisations.AsNoTracking();
        var words = query.Words is { Length: > LongestQuery } ? query.Words[..LongestQuery] : query.Words;
        if (!string.IsNullOrWhiteSpace(words))
        {
            var terms = SearchText.Tokens(words).Take(MostTerms).ToList();
            if (terms.Count == 0)
                return null;
            if (BusinessId.TryParse(words, out var businessId))
                organisations = organisations.Where(o => o.BusinessId == businessId);
            else if (terms is [var only] && long.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                organisations = organisations.Where(o => o.Number == number).Union(db.OrganisationsNamed(terms).AsNoTracking());
            else
                organisations = db.OrganisationsNamed(terms).AsNoTracking();
        }

        var today = clock.Today();
        return query.WithoutContactPerson ? organisations.Where(o => !db.ContactRoles.Any(r => r.OrganisationId == o.Id && r.From <= today && (r.To == null || r.To > today))) : organisations;
    }

    private Task<List<Row>> Read(IQueryable<Organisation> matching, OrganisationCursor? from, CancellationToken ct)
    {
        var today = clock.Today();
        var (name, number) = (from?.SortName ?? "", from?.Number ?? 0);
        var ordered = from switch
        {
            null => matching.OrderBy(o => o.SortName).ThenBy(o => o.Number),
            { Backwards: false } => matching.Where(o => RowValue.IsAfter(o.SortName, o.Number, name, number))
                .OrderBy(o => o.SortName).ThenBy(o => o.Number),
            _ => matching.Where(o => RowValue.IsBefore(o.SortName, o.Number, name, number))
                .OrderByDescending(o => o.SortName).ThenByDescending(o => o.Number),
        };
        return ordered.Take(PageSize + 1).Select(o => new Row(o.Id, o.Number, o.SortName, o.Name, o.BusinessId, o.Address!.City,
            db.ContactRoles.Count(r => r.OrganisationId == o.Id && r.From <= today && (r.To == null || r.To > today)))).ToListAsync(ct);
    }

    private static FoundOrganisations Page(List<Row> rows, int count, OrganisationCursor? from)
    {
        var goesOn = rows.Count > PageSize;
        var shown = rows.Take(PageSize).ToList();
        var backwards = from is { Backwards: true };
        if (backwards)
            shown.Reverse();
        var before = shown.Count > 0 && (backwards ? goesOn : from is not null);
        var after = shown.Count > 0 && (backwards || goesOn);
        return new(
            [.. shown.Select(r => new FoundOrganisationRow(r.Id, r.Number, r.Name, r.BusinessId, r.City, r.ContactPersons))],
            count,
            before ? new(shown[0].SortName, shown[0].Number, Backwards: true) : null,
            after ? new(shown[^1].SortName, shown[^1].Number, Backwards: false) : null);
    }

    private sealed record Row(OrganisationId Id, long Number, string SortName, string Name, BusinessId? BusinessId, string? City, int ContactPersons);
}
