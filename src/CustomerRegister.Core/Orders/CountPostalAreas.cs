using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <summary>Counts the customers of each postal area, so that anonymised orders tell theirs only where many people live: see <see cref="PostalArea"/>.</summary>
public sealed class CountPostalAreas(RegisterContext db, SmallestArea smallest)
{
    /// <summary>How much of a postal code names the wider area.</summary>
    private const int WiderArea = 2;

    public async Task<int> Run(CancellationToken ct)
    {
        var written = db.CustomerAddresses.AsNoTracking().Where(a => a.Kind == AddressKind.Postal && a.Address.PostalCode != null && a.Address.PostalCode.Length > WiderArea)
            .Select(a => new { a.CustomerId, Country = a.Address.Country ?? "", Code = a.Address.PostalCode! });
        var codes = await written.GroupBy(a => new { a.Country, a.Code })
            .Select(g => new { g.Key.Country, g.Key.Code, People = g.Select(a => a.CustomerId).Distinct().Count() }).Where(a => a.People >= smallest.People).ToListAsync(ct);
        var wider = await written.Select(a => new { a.CustomerId, a.Country, Code = a.Code.Substring(0, WiderArea) }).GroupBy(a => new { a.Country, a.Code })
            .Select(g => new { g.Key.Country, g.Key.Code, People = g.Select(a => a.CustomerId).Distinct().Count() }).Where(a => a.People >= smallest.People).ToListAsync(ct);

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.PostalAreas.ExecuteDeleteAsync(ct);
        db.AddRange(codes.Concat(wider).Select(a => PostalArea.Of(a.Country, a.Code, a.People)));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return codes.Count + wider.Count;
    }
}
