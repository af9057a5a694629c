using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>
/// Erases what the plans of people say: the one way that retention runs and requests share. Runs in the caller's transaction, which holds the people;
/// whoever is no longer in the register is not among the plans.
/// </summary>
public sealed class ErasePlanned(RegisterContext db, TimeProvider clock, ErasePeople erase, RememberForgotten remember)
{
    /// <param name="plans">Of people who are in the register.</param>
    /// <param name="scopeOf">The condition for those of the people whose plan erases exactly these bits of <see cref="DataCategory"/>.</param>
    /// <param name="cause">Why they go.</param>
    /// <param name="subject">The run or the request that it is done for.</param>
    public async Task Run(IReadOnlyCollection<ErasurePlan> plans, Func<int, PersonScope> scopeOf, SuppressionCause cause, Guid subject, Actor actor, CancellationToken ct)
    {
        // So that no import brings them back unnoticed.
        await remember.Run([.. plans.Where(p => p.LeavesNobody).Select(p => p.CustomerId)], cause, ct);
        // The erasing statements may find the people by what the caller has noted.
        await db.SaveChangesAsync(ct);
        var erasing = plans.Where(p => p.ErasedBits != 0).ToList();
        foreach (var alike in erasing.GroupBy(p => p.ErasedBits))
            await erase.Run(scopeOf(alike.Key) with { Spared = Spared(alike.Key, alike) }, ErasurePlan.CategoriesTouchedBy(alike.Key).ToHashSet(), ct);

        await RefreshSearch([.. erasing.Where(p => !p.LeavesNobody).Select(p => p.CustomerId)], ct);
        foreach (var plan in erasing)
        {
            db.Add(AuditEntry.Of(actor, plan.ErasesEverything ? AuditAction.PersonErased : AuditAction.PersonReduced, clock,
                plan.CustomerId, subject, ErasurePlan.CategoriesTouchedBy(plan.ErasedBits).Select(c => c.ToString())));
        }

        if (erasing.Count > 0)
            await db.SaveChangesAsync(ct);
    }

    /// <summary>The rows that grounds keep of categories whose other rows go. The numbers are the register's own, so they stand in the statement as they are.</summary>
    private Dictionary<Type, string> Spared(int bits, IEnumerable<ErasurePlan> plans)
    {
        var spared = new Dictionary<Type, string>();
        var parts = (ErasedParts)bits;
        if (parts.HasFlag(ErasedParts.FreeInvoices))
            Numbers(typeof(Invoice), plans.SelectMany(p => p.KeptInvoices));
        if (parts.HasFlag(ErasedParts.OtherRequests))
            Numbers(typeof(DataSubjectRequest), plans.SelectMany(p => p.KeptRequests));
        if (parts.HasFlag(ErasedParts.EndedRoles))
            spared[typeof(ContactRole)] = FormattableString.Invariant($"\"To\" is null or \"To\" > '{clock.Today():yyyy-MM-dd}'");
        if (parts.HasFlag(ErasedParts.Consents))
            spared[typeof(Ban)] = "1 = 1";
        return spared;

        void Numbers(Type entity, IEnumerable<long> numbers)
        {
            var list = string.Join(", ", numbers.Distinct().Select(n => n.ToString(CultureInfo.InvariantCulture)));
            if (list.Length > 0)
                spared[entity] = $"\"Number\" in ({list})";
        }
    }

    /// <summary>What was erased of those who stay must not be found by the search box either.</summary>
    private async Task RefreshSearch(List<CustomerId> staying, CancellationToken ct)
    {
        if (staying.Count == 0)
            return;
        var customers = await db.Customers.Where(c => staying.Contains(c.Id))
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .AsSplitQuery().ToListAsync(ct);
        foreach (var customer in customers)
            customer.RefreshSearchText();
    }
}
