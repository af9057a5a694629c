using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>Current contact roles by the country of the organisation.</summary>
/// <param name="Countries">Keys as <see cref="FindContactRoles"/> lists them.</param>
/// <param name="AllBut">The roles in all other countries than those.</param>
public sealed record ContactRoleFilter(IReadOnlyList<string> Countries, bool AllBut)
{
    /// <summary>The key of organisations whose country is not known.</summary>
    public const string NoCountry = "-";

    /// <summary>A country's ISO code, so that its many writings are one; else the text as written.</summary>
    internal static string KeyOf(string? written) => string.IsNullOrEmpty(written) ? NoCountry : CountryCode.Of(written) ?? written;

    /// <summary>Roles that are held, began on the day or before, and are in the chosen countries.</summary>
    internal async Task<IQueryable<ContactRole>> Apply(RegisterContext db, DateOnly on, CancellationToken ct)
    {
        var written = await db.Organisations.Select(o => o.Address!.Country).Distinct().ToListAsync(ct);
        var chosen = written.Where(w => Countries.Contains(KeyOf(w)) != AllBut).ToList();
        var names = chosen.OfType<string>().ToList();
        var withoutCountry = Countries.Contains(NoCountry) != AllBut;
        return db.ContactRoles.Where(r => r.To == null && r.From <= on
            && (names.Contains(r.Organisation.Address!.Country!) || (withoutCountry && r.Organisation.Address!.Country == null)));
    }
}
