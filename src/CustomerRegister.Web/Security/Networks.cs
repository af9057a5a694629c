using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace CustomerRegister.Web.Security;

/// <summary>
/// From where the pages of staff and administrators answer (N26), and whose word counts about where a request comes from. Settings:
/// <c>Networks:Staff</c> and <c>Networks:Proxies</c>, addresses or networks such as <c>10.1.0.0/16</c>, separated by commas.
/// </summary>
public sealed class Networks
{
    /// <summary>Where nothing is set: this machine and private networks (RFC 1918, RFC 4193, link-local). Nothing on the open Internet.</summary>
    public const string ByDefault = "127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, ::1/128, fc00::/7, fe80::/10";

    private static readonly string[] Areas = ["staff", "admin", "account", "api"];
    private static readonly string[] SignsOfAProxy = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"];
    private static readonly object Peer = new();

    private readonly IReadOnlyList<IPNetwork> staff;

    public Networks(string? staff, string? proxies)
    {
        this.staff = Read("Networks:Staff", string.IsNullOrWhiteSpace(staff) ? ByDefault : staff);
        Proxies = Read("Networks:Proxies", proxies ?? "");
    }

    public IReadOnlyList<IPNetwork> Proxies { get; }

    public bool IsStaff(IPAddress? address) => Lies(address, staff);

    public bool IsProxy(IPAddress? address) => Lies(address, Proxies);

    /// <summary>Whether the endpoint belongs to staff: by its own address as it is declared, however the request spelled it.</summary>
    public static bool IsClosed(Endpoint? endpoint) =>
        endpoint is RouteEndpoint route && Areas.Contains(route.RoutePattern.RawText?.TrimStart('/').Split('/')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>The same by a path, whether or not there is a page.</summary>
    public static bool IsClosed(PathString path) => Areas.Any(area => path.StartsWithSegments($"/{area}"));

    internal static void RememberPeer(HttpContext context) => context.Items[Peer] = context.Connection.RemoteIpAddress;

    /// <summary>
    /// Whether the request comes from the staff's networks. One that came through a proxy which the settings don't name does not: its
    /// address is the proxy's, which says nothing about who is behind it.
    /// </summary>
    internal bool Admits(HttpContext context) =>
        IsStaff(context.Connection.RemoteIpAddress)
        && (IsProxy(context.Items[Peer] as IPAddress) || !SignsOfAProxy.Any(context.Request.Headers.ContainsKey));

    private static bool Lies(IPAddress? address, IReadOnlyList<IPNetwork> networks)
    {
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return networks.Any(network => network.Contains(plain));
    }

    private static List<IPNetwork> Read(string setting, string text) =>
        [.. text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => Parse(one)
            ?? throw new InvalidOperationException($"The setting {setting} holds “{one}”, which is neither an address nor a network such as 10.1.0.0/16."))];

    private static IPNetwork? Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) : null;
    }
}

public static class NetworksRegistration
{
    public static IServiceCollection AddRegisterNetworks(this IServiceCollection services, IConfiguration configuration)
    {
        var networks = new Networks(configuration["Networks:Staff"], configuration["Networks:Proxies"]);
        services.AddSingleton(networks);
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As far back as each is named; what an unnamed one claims ends the chain.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in networks.Proxies)
                options.KnownIPNetworks.Add(proxy);
        });
    }

    /// <summary>Stands first: what comes after sees the address and the scheme that a named proxy reports.</summary>
    public static WebApplication UseNamedProxies(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            Networks.RememberPeer(context);
            return next(context);
        });
        // Without a named proxy nobody's headers count.
        if (app.Services.GetRequiredService<Networks>().Proxies.Count > 0)
            app.UseForwardedHeaders();
        return app;
    }

    /// <summary>Stands after routing: outside the staff's networks their pages don't exist.</summary>
    public static WebApplication UseStaffNetworks(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<Networks>();
        app.Use((context, next) =>
        {
            if (!Networks.IsClosed(context.GetEndpoint()) || networks.Admits(context))
                return next(context);
            app.Logger.LogWarning("A page of staff was asked for from outside Networks:Staff, or through a proxy that Networks:Proxies does not name.");
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return app;
    }
}
