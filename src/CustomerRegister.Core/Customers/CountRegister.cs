using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="Customers">Counted up to one above <see cref="CountRegister.MostCounted"/>.</param>
/// <param name="NearestDeadline">Of the open requests; null if there are none.</param>
public sealed record RegisterCounts(int Customers, int OpenRequests, DateOnly? NearestDeadline);

/// <summary>What the staff's front page tells. Numbers only, so nothing is logged.</summary>
public sealed class CountRegister(RegisterContext db)
{
    /// <summary>Counting a large register to its end would take longer than the page is worth.</summary>
    public const int MostCounted = 10_000;

    private static readonly RequestState[] Open = [RequestState.Received, RequestState.WaitingForIdentity, RequestState.InHand];

    public async Task<RegisterCounts> Run(CancellationToken ct)
    {
        var customers = await db.Customers.Take(MostCounted + 1).CountAsync(ct);
        var requests = await db.Requests.Where(r => Open.Contains(r.State)).GroupBy(r => 1)
            .Select(g => new { Count = g.Count(), Nearest = g.Min(r => r.DeadlineOn) }).SingleOrDefaultAsync(ct);
        return new RegisterCounts(customers, requests?.Count ?? 0, requests?.Nearest);
    }
}
