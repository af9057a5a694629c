using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>Staff with the permission to see protected addresses.</summary>
internal static class AddressSeers
{
    public static async Task<Browser> SignedInSeeingAddresses(this TestApp app, params StaffRole[] roles)
    {
        var given = new Given(app);
        var account = await given.Staff(roles);
        await app.Use(async (RegisterContext db) =>
        {
            var stored = await db.Users.SingleAsync(u => u.Id == account.Id);
            stored.Change(stored.FullName, stored.Employer, stored.From, stored.To, [.. stored.Roles], [Permission.SeeProtectedAddresses]);
            await db.SaveChangesAsync();
        });
        return await given.SignedIn(account);
    }
}
