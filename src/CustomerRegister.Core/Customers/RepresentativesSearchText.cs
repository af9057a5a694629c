using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>Whoever represents or represented an organisation is found by its name and business identity code: when those change, so does what they are found by.</summary>
internal static class RepresentativesSearchText
{
    // Two parameters each; both databases take many more.
    private const int BatchSize = 200;

    /// <summary>
    /// Composes the texts anew: three queries and one statement for each batch of people, however many they are. Their versions stay, since nothing that
    /// anybody edits has changed. Runs in the caller's transaction.
    /// </summary>
    public static async Task Refresh(RegisterContext db, OrganisationId organisation, CancellationToken ct)
    {
        var people = await db.ContactRoles.Where(r => r.OrganisationId == organisation).Select(r => r.CustomerId).Distinct().ToListAsync(ct);
        foreach (var batch in people.Chunk(BatchSize))
        {
            // A change of the same person's name at this moment waits, or is waited for.
            await db.HoldCustomers(batch, ct);
            var customers = await db.Customers.AsNoTrackingWithIdentityResolution().AsSplitQuery().Where(c => batch.Contains(c.Id))
                .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation).ToListAsync(ct);
            var changed = customers.Select(c => (c.Id, Before: c.SearchText, Now: CustomerSearchText.Of(c))).Where(c => c.Before != c.Now).ToList();
            if (changed.Count == 0)
                continue;
            var cases = string.Join(' ', changed.Select((_, i) => $"when {{{2 * i}}} then {{{2 * i + 1}}}"));
            var keys = string.Join(", ", changed.Select((_, i) => $"{{{2 * i}}}"));
#pragma warning disable EF1002 // What is put together is places for parameters only.
            await db.Database.ExecuteSqlRawAsync(
                $"""update "Customers" set "SearchText" = case "Id" {cases} end where "Id" in ({keys})""",
                changed.SelectMany(c => new object[] { c.Id.Value, c.Now }), ct);
#pragma warning restore EF1002
        }
    }
}
