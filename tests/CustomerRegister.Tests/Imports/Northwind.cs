using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Imports;

/// <summary>The real files, and what a register must hold after them.</summary>
internal static class Northwind
{
    public const string Customers = "northwind-customers.csv", Unquoted = "northwind-customers-unquoted.csv", Orders = "northwind-orders.csv", OrderLines = "northwind-order-lines.csv";

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Imports", "Data", file);

    public static async Task IsWholeIn(RegisterContext db)
    {
        Assert.Equal(91, await db.Customers.CountAsync());
        Assert.Equal(91, await db.Organisations.CountAsync());
        Assert.Equal(91, await db.ContactRoles.CountAsync());
        Assert.Equal(830, await db.Orders.CountAsync());
        Assert.Equal(64_942.69m, await db.Orders.SumAsync(o => o.Freight));
        Assert.Equal(21, await db.Orders.CountAsync(o => o.State == OrderState.Open));
        var lines = await db.OrderLines.AsNoTracking().ToListAsync();
        Assert.Equal(2_155, lines.Count);
        Assert.Equal(1_354_458.59m, lines.Sum(l => l.UnitPrice * l.Quantity));
        Assert.Equal(1_265_793.0395m, lines.Sum(l => l.Total));
    }

    /// <summary>How many rows each table of the register has; entries about the files themselves are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> RowsOf(RegisterContext db) => new Dictionary<string, int>
    {
        ["customers"] = await db.Customers.CountAsync(),
        ["addresses"] = await db.CustomerAddresses.CountAsync(),
        ["phones"] = await db.CustomerPhones.CountAsync(),
        ["organisations"] = await db.Organisations.CountAsync(),
        ["roles"] = await db.ContactRoles.CountAsync(),
        ["orders"] = await db.Orders.CountAsync(),
        ["lines"] = await db.OrderLines.CountAsync(),
        ["versions"] = (int)await db.Customers.SumAsync(c => c.Version),
        ["entries"] = await db.AuditEntries.CountAsync(e => e.Action != AuditAction.DataImported && e.Action != AuditAction.ImportPrepared),
        ["next"] = (int)await db.NumberSeries.SumAsync(s => s.Next),
    };
}
