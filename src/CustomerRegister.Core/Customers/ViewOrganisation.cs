using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public sealed record ContactPerson(ContactRoleId Role, CustomerId Customer, string FullName, string? Title, DateOnly From, DateOnly? To);

/// <param name="ContactPersons">Those of now first, then the newest of before; at most <see cref="ViewOrganisation.MostPersons"/>.</param>
public sealed record OrganisationCard(Organisation Organisation, IReadOnlyList<ContactPerson> ContactPersons, int Orders);

/// <summary>Opens an organisation's page. Logged, since it names the people who represent it.</summary>
public sealed class ViewOrganisation(RegisterContext db, TimeProvider clock)
{
    public const int MostPersons = 100;

    /// <returns>Null if there is no such organisation; then nothing is logged.</returns>
    public async Task<OrganisationCard?> Run(OrganisationId id, Actor actor, CancellationToken ct)
    {
        var found = await db.Organisations.AsNoTracking().Where(o => o.Id == id)
            .Select(o => new { Organisation = o, Orders = db.Orders.Count(x => x.OrganisationId == o.Id) }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        var persons = await db.ContactRoles.Where(r => r.OrganisationId == id)
            .OrderBy(r => r.To == null ? 0 : 1).ThenByDescending(r => r.To).ThenBy(r => r.Customer.SortName).Take(MostPersons)
            .Select(r => new { r.Id, r.CustomerId, r.Customer.FirstName, r.Customer.LastName, r.Title, r.From, r.To })
            .ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OrganisationViewed, clock, subject: id.Value), ct);
        return new OrganisationCard(found.Organisation,
            [.. persons.Select(p => new ContactPerson(p.Id, p.CustomerId, Customer.NameOf(p.FirstName, p.LastName), p.Title, p.From, p.To))], found.Orders);
    }
}
