using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace CustomerRegister.Benchmarks;

/// <summary>A program of ours that serves HTTP on the loopback interface in a process of its own, ended with the measurement.</summary>
internal sealed partial class ServedProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> lastLines = new();

    private ServedProgram(Process process) => this.process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>Ends when the program says where it listens.</summary>
    public static async Task<ServedProgram> Start(string assembly, string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var program = new ServedProgram(new Process { StartInfo = start, EnableRaisingEvents = true });
        program.process.OutputDataReceived += (_, line) => program.Read(line.Data);
        program.process.ErrorDataReceived += (_, line) => program.Read(line.Data);
        program.process.Exited += (_, _) => program.listening.TrySetException(new InvalidOperationException($"{Path.GetFileName(assembly)} ended early."));
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        try
        {
            program.Address = await program.listening.Task.WaitAsync(TimeSpan.FromMinutes(2), ct);
            return program;
        }
        catch
        {
            Console.Error.WriteLine(string.Join('\n', program.lastLines));
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with cookies of its own that follows redirects.</summary>
    public HttpClient Client() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (lastLines)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > 40)
                lastLines.Dequeue();
        }

        if (ListeningOn().Match(line) is { Success: true } match)
            listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningOn();
}
