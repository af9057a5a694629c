namespace CustomerRegister.Tests.Support;

/// <summary>
/// What a test needs of the machine. A test whose need isn't met is skipped with the reason; with <c>REQUIRE_ALL=1</c>, as in CI, it fails.
/// </summary>
public static class Requirements
{
    // The first has no windows of its own to draw, and needs half the time.
    private static readonly string[] ChromiumNames = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>The folder of PostgreSQL's server programs.</summary>
    public static string PostgreSql() => Met(
        PostgresBinaries.Find(),
        "PostgreSQL's server programs (initdb, pg_ctl) were not found in PG_BIN, /usr/lib/postgresql or PATH. Install the package postgresql.");

    /// <summary>The path of a Chromium browser.</summary>
    public static string Chromium() => Met(
        FindChromium(),
        "Chromium was not found in CHROMIUM or PATH. Install the package chromium.");

    private static string? FindChromium() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named && File.Exists(named)
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(_ => ChromiumNames, Path.Combine)
                .FirstOrDefault(File.Exists);

    private static string Met(string? found, string reason)
    {
        if (found is not null)
            return found;

        if (Environment.GetEnvironmentVariable("REQUIRE_ALL") == "1")
            Assert.Fail(reason);

        Assert.Skip(reason);
        return "";
    }
}
