using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CustomerRegister.Tests.Support;
using Microsoft.Playwright;

namespace CustomerRegister.BrowserTests.Support;

/// <summary>
/// The real program on a real port, with real browsers before it. Whatever a browser complains of (a script's error, something that the content
/// security policy blocked, a file that is missing) fails the test at its end.
/// </summary>
public abstract class BrowserTest(Engine engine) : DatabaseTest(engine)
{
    // Generous, for machines that do much else at the time.
    private const int Patience = 30_000;

    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<IBrowserContext> people = [];
    private TestApp? app;

    protected TestApp App => app ?? throw new InvalidOperationException("The test has not begun.");

    protected Given Given => new(App);

    /// <summary>Where the program answers, such as <c>http://localhost:45123</c>. Passkeys and cookies need the name, not the number.</summary>
    protected string Address { get; private set; } = "";

    /// <summary>For tests that want another program than the usual one.</summary>
    protected virtual TestApp NewApp() => new(Database);

    public override async ValueTask InitializeAsync()
    {
        Requirements.Chromium();
        await base.InitializeAsync();
        var port = FreePort();
        Address = $"http://localhost:{port}";
        app = NewApp();
        app.Settings["PublicUrl"] = Address;
        app.UseKestrel(port);
        app.StartServer();
    }

    /// <summary>Someone new at a browser, in which nobody has signed in.</summary>
    /// <param name="language">What the browser asks for.</param>
    /// <param name="width">In CSS pixels.</param>
    /// <param name="scripts">False for a browser in which JavaScript is switched off.</param>
    protected async Task<IPage> Someone(string language = "fi-FI", int width = 1280, int height = 900, bool scripts = true)
    {
        var chromium = await TestContext.Current.GetFixture<Chromium>() ?? throw new InvalidOperationException($"The assembly lacks the fixture {nameof(Chromium)}.");
        var browser = await chromium.Start();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = Address,
            Locale = language,
            ViewportSize = new() { Width = width, Height = height },
            JavaScriptEnabled = scripts,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience);
        people.Add(context);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => complaints.Enqueue($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            // Chromium reports refused pages here too, which a test may want: their status tells more.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                complaints.Enqueue($"{page.Url}: {message.Text}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && response.Request.ResourceType is not "document")
                complaints.Enqueue($"{page.Url}: {response.Url} answered {response.Status}");
        };
        return page;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var context in people)
            await context.DisposeAsync();
        if (app is not null)
            await app.DisposeAsync();

        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(complaints);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
