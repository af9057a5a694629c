using CustomerRegister.BrowserTests.Support;
using CustomerRegister.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace CustomerRegister.BrowserTests.Support;

/// <summary>One browser program for the whole run, started at first use; every person in a test has a context of their own in it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // It meets nothing but the program under test, and must ask nothing else of the network.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--disable-dev-shm-usage",
    ];

    private readonly SemaphoreSlim gate = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task<IBrowser> Start()
    {
        var program = Requirements.Chromium();
        await gate.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();

        playwright?.Dispose();
        gate.Dispose();
    }
}
