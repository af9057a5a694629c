using System.Net;
using System.Threading.RateLimiting;
using CustomerRegister.Web.Security;

namespace CustomerRegister.Web.Visits;

/// <summary>How many page views are logged: of one network, and of all together. A key for the cookie can be made up at will, and must not fill the database.</summary>
public sealed class VisitLimits(RateLimitSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress?> network = PartitionedRateLimiter.Create<IPAddress?, string>(address =>
        RateLimits.Window(RateLimits.NetworkOf(address), settings.VisitViewsPerNetwork, settings.VisitViewsPerNetworkWithin));

    private readonly FixedWindowRateLimiter all = new(new() { PermitLimit = settings.VisitViews, Window = settings.VisitViewsWithin });

    public bool Allows(IPAddress? address)
    {
        using var ofNetwork = network.AttemptAcquire(address);
        // What one network may no longer do takes nothing from the others.
        if (!ofNetwork.IsAcquired)
            return false;
        using var ofAll = all.AttemptAcquire();
        return ofAll.IsAcquired;
    }

    public void Dispose()
    {
        network.Dispose();
        all.Dispose();
    }
}
