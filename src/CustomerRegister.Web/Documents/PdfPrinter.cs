using System.Diagnostics;

namespace CustomerRegister.Web.Documents;

/// <summary>
/// Turns a document into a tagged PDF with a Chromium: the one named by <c>Documents:Chromium</c>, or one found in PATH; <c>none</c> switches it off. The browser
/// gets a profile of its own, no network and a time limit, and one document at a time.
/// </summary>
public sealed class PdfPrinter(IConfiguration configuration) : IDisposable
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly string? chromium = Find(configuration["Documents:Chromium"]);

    public bool IsAvailable => chromium is not null;

    /// <param name="html">A whole document that needs no network.</param>
    /// <exception cref="InvalidOperationException">There is no Chromium, or it made no PDF.</exception>
    public async Task<byte[]> Print(string html, CancellationToken ct)
    {
        if (chromium is null)
            throw new InvalidOperationException("No Chromium is configured or found.");
        await one.WaitAsync(ct);
        var folder = Directory.CreateTempSubdirectory("cr-pdf-");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "page.pdf"));
            await File.WriteAllTextAsync(page, html, ct);
            await Run(chromium, folder.FullName, page, pdf, ct);
            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, ct) : throw new InvalidOperationException("Chromium made no PDF.");
        }
        finally
        {
            one.Release();
            Remove(folder);
        }
    }

    public void Dispose() => one.Dispose();

    private static async Task Run(string chromium, string folder, string page, string pdf, CancellationToken ct)
    {
        var start = new ProcessStartInfo(chromium) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        string[] arguments =
        [
            "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run", "--disable-sync", "--disable-background-networking", "--disable-component-update",
            $"--user-data-dir={Path.Combine(folder, "profile")}", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
            "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
        ];
        // Chromium refuses to keep its sandbox as root, as in a container.
        if (Environment.UserName == "root")
            start.ArgumentList.Add("--no-sandbox");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Chromium did not start.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token), process.WaitForExitAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw new InvalidOperationException($"Chromium took longer than {Longest.TotalSeconds} seconds.");
        }
    }

    // A helper of the browser may still hold a file for a moment.
    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            foreach (var file in folder.EnumerateFiles())
                file.Delete();
        }
    }

    private static string? Find(string? named) => named switch
    {
        "none" => null,
        { Length: > 0 } => File.Exists(named) ? named : throw new FileNotFoundException("Documents:Chromium names no file.", named),
        _ => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(_ => Names, Path.Combine).FirstOrDefault(File.Exists),
    };
}
