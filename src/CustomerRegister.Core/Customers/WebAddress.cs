using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CustomerRegister.Customers;

/// <summary>
/// A www address (RFC 3986) with scheme http or https, safe to show as a link: no script or file schemes, no user name or
/// password, a real host name. Where no scheme is written, https is meant.
/// </summary>
/// <remarks>
/// Kept with scheme and host in lower case, an international host as punycode, without a default port and without a lone
/// trailing slash. The path keeps its case, for a server may tell cases apart.
/// </remarks>
public sealed record WebAddress
{
    public const int MaxLength = 2000;

    private WebAddress(string value) => Value = value;

    /// <summary>The absolute address.</summary>
    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out WebAddress? address)
    {
        address = null;
        var trimmed = text?.Trim(' ', '\u00a0');
        if (string.IsNullOrEmpty(trimmed) || trimmed.Length > MaxLength
            || trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '\\' or '<' or '>' or '"'))
            return false;
        if (!trimmed.Contains("://", StringComparison.Ordinal))
            trimmed = "https://" + trimmed;
        if (!Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || !DomainName.TryNormalize(uri.Host, out var host))
            return false;
        var port = uri.IsDefaultPort ? "" : ":" + uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var path = uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.Fragment.Length == 0 ? "" : uri.AbsolutePath;
        var value = $"{uri.Scheme}://{host}{port}{path}{uri.Query}{uri.Fragment}";
        if (value.Length > MaxLength)
            return false;
        address = new WebAddress(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no http or https address.</exception>
    public static WebAddress Parse(string? text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not a web address.");

    /// <summary>Takes back what <see cref="Value"/> gave, without checking it again.</summary>
    public static WebAddress FromStored(string stored) => new(stored);

    public override string ToString() => Value;
}

/// <summary>Stores <see cref="WebAddress.Value"/>.</summary>
public sealed class WebAddressConverter()
    : ValueConverter<WebAddress, string>(v => v.Value, s => WebAddress.FromStored(s));
