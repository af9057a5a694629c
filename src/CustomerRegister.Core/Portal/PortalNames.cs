using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>By what a customer is named at the door: the e-mail address on record, as long as it is nobody else's too.</summary>
internal static class PortalNames
{
    /// <returns>Null for an address that nobody has, that several share, or of somebody who has died.</returns>
    public static async Task<Customer?> Find(RegisterContext db, EmailAddress email, CancellationToken ct)
    {
        var key = email.Key;
        var found = await db.Customers.FromSql($"""select * from "Customers" where lower("Email") = {key}""")
            .AsNoTracking().OrderBy(c => c.Number).Take(2).ToListAsync(ct);
        return found is [{ IsDeceased: false } only] ? only : null;
    }
}
