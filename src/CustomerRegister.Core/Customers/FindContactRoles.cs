using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public sealed record ContactRoleRow(ContactRoleId Id, CustomerId Customer, string FullName, OrganisationId OrganisationId, string Organisation, string? Country, string? Title, DateOnly From);

/// <param name="Key">For <see cref="ContactRoleFilter"/>.</param>
/// <param name="Organisations">How many there are in the country.</param>
public sealed record OrganisationCountry(string Key, int Organisations);

/// <param name="Rows">The first of them by organisation.</param>
public sealed record ContactRoles(int Count, IReadOnlyList<ContactRoleRow> Rows);

/// <summary>Which contact roles are held now, by the country of the organisation.</summary>
public sealed class FindContactRoles(RegisterContext db, TimeProvider clock)
{
    public const int MostRows = 50;

    /// <summary>The countries to choose from.</summary>
    public async Task<IReadOnlyList<OrganisationCountry>> Countries(CancellationToken ct)
    {
        var written = await db.Organisations.GroupBy(o => o.Address!.Country).Select(g => new { Country = g.Key, Count = g.Count() }).ToListAsync(ct);
        return [.. written.GroupBy(w => ContactRoleFilter.KeyOf(w.Country)).Select(g => new OrganisationCountry(g.Key, g.Sum(w => w.Count)))];
    }

    /// <summary>Logged as a search.</summary>
    /// <param name="on">Roles that begin later are left out.</param>
    public async Task<ContactRoles> Run(ContactRoleFilter filter, DateOnly on, Actor actor, CancellationToken ct)
    {
        await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock), ct);

        var roles = await filter.Apply(db, on, ct);
        var count = await roles.CountAsync(ct);
        var rows = await roles.OrderBy(r => r.Organisation.SortName).ThenBy(r => r.Organisation.Number).ThenBy(r => r.Customer.SortName).Take(MostRows)
            .Select(r => new
            {
                r.Id,
                r.CustomerId,
                r.Customer.FirstName,
                r.Customer.LastName,
                r.OrganisationId,
                Organisation = r.Organisation.Name,
                r.Organisation.Address!.Country,
                r.Title,
                r.From,
            }).ToListAsync(ct);
        return new ContactRoles(count, [.. rows.Select(r => new ContactRoleRow(
            r.Id, r.CustomerId, Customer.NameOf(r.FirstName, r.LastName), r.OrganisationId, r.Organisation, r.Country, r.Title, r.From))]);
    }
}
