using System.Net;
using System.Threading.RateLimiting;
using CustomerRegister.Customers;

namespace CustomerRegister.Web.Security;

/// <summary>How often something may be asked for that costs a mail or is a guess. What is over the limit is answered with status 429 and a page that says so.</summary>
public static class RateLimits
{
    /// <summary>For pages whose form mails a link: counts what one network sends.</summary>
    public const string PortalLinks = "portal-links";

    /// <summary>For pages on which customers type passwords and codes: counts what one network sends, whoever it claims to be.</summary>
    public const string PortalSignIn = "portal-sign-in";

    /// <summary>For pages on which staff sign in: counts what one network sends, whoever it claims to be.</summary>
    public const string StaffSignIn = "staff-sign-in";

    /// <summary>For the page that verifies certificates: counts the codes that one network tries.</summary>
    public const string Verifications = "verifications";

    public static IServiceCollection AddRegisterRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("RateLimits").Get<RateLimitSettings>() ?? new RateLimitSettings();
        services.AddSingleton(settings);
        services.AddSingleton<LinksPerAddress>();
        services.AddSingleton<ProofCodesPerCustomer>();
        services.AddSingleton<VisitorFilesPerNetwork>();
        services.AddSingleton<SuggestionsPerAccount>();
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(PortalLinks, http => HttpMethods.IsPost(http.Request.Method)
                ? Window(NetworkOf(http.Connection.RemoteIpAddress), settings.PortalLinksPerNetwork, settings.PortalLinksPerNetworkWithin)
                : RateLimitPartition.GetNoLimiter("reading"));
            limiter.AddPolicy(PortalSignIn, http => HttpMethods.IsPost(http.Request.Method)
                ? Window(NetworkOf(http.Connection.RemoteIpAddress), settings.PortalSignInsPerNetwork, settings.PortalSignInsPerNetworkWithin)
                : RateLimitPartition.GetNoLimiter("reading"));
            limiter.AddPolicy(StaffSignIn, http => HttpMethods.IsPost(http.Request.Method)
                ? Window(NetworkOf(http.Connection.RemoteIpAddress), settings.StaffSignInsPerNetwork, settings.StaffSignInsPerNetworkWithin)
                : RateLimitPartition.GetNoLimiter("reading"));
            limiter.AddPolicy(Verifications, http => http.Request.RouteValues["code"] is not null || http.Request.Query.ContainsKey("code")
                ? Window(NetworkOf(http.Connection.RemoteIpAddress), settings.VerificationsPerNetwork, settings.VerificationsPerNetworkWithin)
                : RateLimitPartition.GetNoLimiter("reading"));
        });
    }

    internal static RateLimitPartition<string> Window(string key, int limit, TimeSpan within) => RateLimitPartition.GetFixedWindowLimiter(key, _ => new()
    {
        PermitLimit = limit,
        Window = within,
    });

    /// <summary>A household has one IPv4 address, but a whole /64 of IPv6.</summary>
    internal static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 8 : 4));
    }
}

/// <summary>Settings under <c>RateLimits</c>.</summary>
public sealed class RateLimitSettings
{
    public int PortalLinksPerNetwork { get; set; } = 20;
    public TimeSpan PortalLinksPerNetworkWithin { get; set; } = TimeSpan.FromMinutes(15);
    /// <summary>Passwords, codes and passkeys of customers together.</summary>
    public int PortalSignInsPerNetwork { get; set; } = 60;
    public TimeSpan PortalSignInsPerNetworkWithin { get; set; } = TimeSpan.FromMinutes(10);
    /// <summary>Names with passwords, codes and passkeys together: enough for an office behind one address on a Monday morning.</summary>
    public int StaffSignInsPerNetwork { get; set; } = 100;
    public TimeSpan StaffSignInsPerNetworkWithin { get; set; } = TimeSpan.FromMinutes(10);
    public int VerificationsPerNetwork { get; set; } = 30;
    public TimeSpan VerificationsPerNetworkWithin { get; set; } = TimeSpan.FromMinutes(10);
    public int PortalLinksPerAddress { get; set; } = 5;
    public TimeSpan PortalLinksPerAddressWithin { get; set; } = TimeSpan.FromHours(1);
    /// <summary>Files of people who are not signed in, in megabytes.</summary>
    public int VisitorFilesPerNetwork { get; set; } = 100;
    public TimeSpan VisitorFilesPerNetworkWithin { get; set; } = TimeSpan.FromDays(1);
    public int VisitViewsPerNetwork { get; set; } = 600;
    public TimeSpan VisitViewsPerNetworkWithin { get; set; } = TimeSpan.FromHours(1);
    /// <summary>Page views of everybody together that the visit log takes.</summary>
    public int VisitViews { get; set; } = 50_000;
    public TimeSpan VisitViewsWithin { get; set; } = TimeSpan.FromDays(1);
    public int SuggestionsPerAccount { get; set; } = 60;
    public TimeSpan SuggestionsPerAccountWithin { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Counts the links asked for one e-mail address, known to the register or not, so that nobody's mailbox is filled from many networks.</summary>
public sealed class LinksPerAddress(RateLimitSettings settings) : IDisposable
{
    // Only the hash of an address stays in memory.
    private readonly PartitionedRateLimiter<EmailAddress> limiter = PartitionedRateLimiter.Create<EmailAddress, string>(email =>
        RateLimits.Window(Sha256.Hex(email.Key), settings.PortalLinksPerAddress, settings.PortalLinksPerAddressWithin));

    public bool Allows(EmailAddress email)
    {
        using var lease = limiter.AttemptAcquire(email);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>Counts the confirmation codes that a signed-in customer has mailed to themselves.</summary>
public sealed class ProofCodesPerCustomer(RateLimitSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<CustomerId> limiter = PartitionedRateLimiter.Create<CustomerId, string>(customer =>
        RateLimits.Window(customer.Value.ToString("N"), settings.PortalLinksPerAddress, settings.PortalLinksPerAddressWithin));

    public bool Allows(CustomerId customer)
    {
        using var lease = limiter.AttemptAcquire(customer);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>Weighs the files that one network sends with requests of people who are not signed in: nobody has verified an address when they are stored.</summary>
public sealed class VisitorFilesPerNetwork(RateLimitSettings settings) : IDisposable
{
    private const int Kilobyte = 1024;

    private readonly int most = settings.VisitorFilesPerNetwork * Kilobyte;
    private readonly PartitionedRateLimiter<IPAddress?> limiter = PartitionedRateLimiter.Create<IPAddress?, string>(address =>
        RateLimits.Window(RateLimits.NetworkOf(address), Math.Max(1, settings.VisitorFilesPerNetwork * Kilobyte), settings.VisitorFilesPerNetworkWithin));

    /// <param name="bytes">Of all files of a form together; none are always allowed.</param>
    public bool Allows(IPAddress? address, long bytes)
    {
        if (bytes == 0)
            return true;
        var kilobytes = (bytes + Kilobyte - 1) / Kilobyte;
        if (kilobytes > most)
            return false;
        using var lease = limiter.AttemptAcquire(address, (int)kilobytes);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
