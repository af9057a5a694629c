namespace CustomerRegister.Web.Security;

/// <summary>A browser's header User-Agent in words that its owner knows again: <c>Firefox, Windows</c>. Names only, no versions.</summary>
public static class DeviceName
{
    // In this order: most browsers claim to be others too.
    private static readonly (string Sign, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return string.Join(", ", new[] { Find(Browsers, agent), Find(Systems, agent) }.Where(name => name is not null));
    }

    private static string? Find((string Sign, string Name)[] among, string agent) =>
        Array.Find(among, one => agent.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
