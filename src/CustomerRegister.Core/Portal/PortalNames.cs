using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>
/// By what a customer is named at the door: the e-mail address on record, as long as it is nobody else's too. A link mailed to a shared address would open the data of one to all who read that
/// mail, so none goes there, whoever asks for it.
/// </summary>
internal static class PortalNames
{
    /// <returns>Null for an address that nobody has, that several share, or of somebody who has died.</returns>
    public static async Task<Customer?> Find(RegisterContext db, EmailAddress email, CancellationToken ct) =>
        await Named(db, email, ct) is [{ IsDeceased: false } only] ? only : null;

    /// <summary>Whether several customers have the address.</summary>
    public static async Task<bool> IsShared(RegisterContext db, EmailAddress email, CancellationToken ct) => (await Named(db, email, ct)).Count > 1;

    /// <summary>The customers whose address is another's too, by the index on the address in lower case.</summary>
    public static IQueryable<Customer> Sharing(RegisterContext db) => db.Customers.FromSql($"""
        select c.* from "Customers" c where exists (select 1 from "Customers" o where lower(o."Email") = lower(c."Email") and o."Id" <> c."Id")
        """);

    private static Task<List<Customer>> Named(RegisterContext db, EmailAddress email, CancellationToken ct)
    {
        var key = email.Key;
        return db.Customers.FromSql($"""select * from "Customers" where lower("Email") = {key}""").AsNoTracking().OrderBy(c => c.Number).Take(2).ToListAsync(ct);
    }
}
