using System.Threading.RateLimiting;
using CustomerRegister.Audit;

namespace CustomerRegister.Web.Security;

/// <summary>Counts the suggestions that one account asks for: more than anybody types, but not enough to read the register out.</summary>
public sealed class SuggestionsPerAccount(RateLimitSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<Guid> limiter = PartitionedRateLimiter.Create<Guid, string>(account =>
        RateLimits.Window(account.ToString("N"), settings.SuggestionsPerAccount, settings.SuggestionsPerAccountWithin));

    public bool Allows(Actor actor)
    {
        using var lease = limiter.AttemptAcquire(actor.Id ?? Guid.Empty);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
