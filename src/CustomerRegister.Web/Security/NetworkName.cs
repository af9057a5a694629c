using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CustomerRegister.Web.Security;

/// <summary>A network address as its owner may know it again, and no more exact than that: the first half of an IPv4 address, the first three groups of an IPv6 one.</summary>
public static class NetworkName
{
    public static string Of(IPAddress? address)
    {
        // This machine itself is no network that says anything.
        if (address is null || IPAddress.IsLoopback(address))
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.–.–")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes[0] << 8 | bytes[1]:x}:{bytes[2] << 8 | bytes[3]:x}:{bytes[4] << 8 | bytes[5]:x}:–");
    }
}
