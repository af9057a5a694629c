using System.Diagnostics;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>The program itself as a process of its own, carrying a run out from the command line: it can be killed as nothing in a test can.</summary>
internal sealed class RunProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private RunProcess(Process process) =>
        (this.process, output, errors) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public bool HasEnded => process.HasExited;

    /// <param name="folder">For what the program keeps in files.</param>
    /// <param name="batch">People in each transaction.</param>
    /// <param name="ledger">The database of the erasure ledger; without one it is a file in the folder.</param>
    public static RunProcess Start(TestDatabase database, string folder, long run, int batch, TestDatabase? ledger = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CustomerRegister.Web.dll"), "retention", "run", $"{run}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["Database__Provider"] = database.Provider;
        start.Environment["Database__ConnectionString"] = database.ConnectionString;
        start.Environment["Data__Folder"] = folder;
        start.Environment["Jobs__Enabled"] = "false";
        start.Environment["Retention__BatchSize"] = $"{batch}";
        start.Environment["Retention__LedgerConnectionString"] = ledger?.ConnectionString ?? "";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        return new(Process.Start(start)!);
    }

    public static async Task<int> DoneOf(TestDatabase database, RetentionRunId run)
    {
        await using var db = database.Open();
        return await db.RetentionRunPeople.CountAsync(p => p.RunId == run && p.Done != null);
    }

    /// <summary>Waits until so many are done, or the process has ended.</summary>
    public async Task Progress(TestDatabase database, RetentionRunId run, int done)
    {
        var watch = Stopwatch.StartNew();
        while (!process.HasExited && await DoneOf(database, run) < done)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), "The run does not get on.");
            await Task.Delay(5);
        }
    }

    /// <summary>SIGKILL: nothing in the process gets a word in.</summary>
    /// <returns>False if it had ended by itself.</returns>
    public async Task<bool> Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
        return process.ExitCode != 0;
    }

    public async Task<(int Code, string Output, string Errors)> End(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
