using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

internal static class BansInForceQuery
{
    /// <summary>What a customer forbids now, as far as it is saved.</summary>
    public static async Task<IReadOnlySet<BanKind>> BansInForce(this RegisterContext db, CustomerId? customer, CancellationToken ct)
    {
        var newest = await db.Bans.AsNoTracking().Where(b => b.CustomerId == customer).GroupBy(b => b.Kind).Select(g => g.OrderByDescending(b => b.At).ThenByDescending(b => b.Id).First()).ToListAsync(ct);
        return newest.Where(b => b.Forbidden).Select(b => b.Kind).ToHashSet();
    }
}
