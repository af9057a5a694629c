using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CustomerRegister.Tests.Support;

/// <summary>
/// A PostgreSQL cluster of this process alone: made at first use, reached by a unix socket only, stopped and deleted at the end.
/// Durability is off, so nothing but tests and measurements may use it.
/// </summary>
/// <param name="kept">A folder in which the cluster stays for the next run, instead of being deleted at the end. Such a cluster writes durably: what is measured on it must cost what it costs.</param>
public sealed class PostgresCluster(string? kept = null) : IAsyncDisposable
{
    private const string FolderPrefix = "cr-pg-";
    private const string OwnerFile = "owner";

    // The path of a unix socket may hold 107 bytes, so it must not lie deep in a TMPDIR of someone's choosing.
    private const int LongestSocketPath = 107;

    private readonly Lock gate = new();
    private Task<string>? folder;
    private string binaries = "";

    /// <summary>Starts the cluster if it doesn't run yet.</summary>
    /// <param name="binaries">The folder of <c>initdb</c> and <c>pg_ctl</c>.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL refused to start; the message holds what it said.</exception>
    public Task Start(string binaries)
    {
        lock (gate)
        {
            this.binaries = binaries;
            return folder ??= kept is null ? Launch(binaries) : Continue(binaries, kept);
        }
    }

    /// <summary>The connection string of a database in the running cluster.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = folder is { IsCompletedSuccessfully: true } started ? started.Result : throw new InvalidOperationException("The cluster was not started."),
        Username = "postgres",
        Database = database,
        MaxPoolSize = 20,
    }.ConnectionString;

    /// <summary>Runs one statement outside every register database, such as <c>create database</c>.</summary>
    public async Task Administer(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stops the server under its clients; what is committed stays.</summary>
    public async Task Stop()
    {
        await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{await folder!}/data", "-m", "fast", "-w", "stop"]);
        // What lies in this process's pools is broken; other clusters' connections are merely made anew.
        NpgsqlConnection.ClearAllPools();
    }

    public async Task StartAgain()
    {
        var started = await folder!;
        await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{started}/data", "-w", "-l", $"{started}/log", "-o", Options(started), "start"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is { IsCompletedSuccessfully: true } started)
        {
            NpgsqlConnection.ClearAllPools();
            if (kept is null)
                await Remove(binaries, await started);
            else
                await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{kept}/data", "-m", "fast", "-w", "stop"]);
        }

        folder = null;
    }

    private static async Task<string> Launch(string binaries)
    {
        await RemoveAbandoned(binaries);

        var folder = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        if (folder.Length + "/.s.PGSQL.5432".Length > LongestSocketPath)
        {
            Directory.Delete(folder);
            folder = Directory.CreateDirectory($"/tmp/{Path.GetFileName(folder)}").FullName;
        }

        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, OwnerFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            if (AsRoot)
                await Run(["chown", ServerUser, folder]);

            await RunAsServer([$"{binaries}/initdb", "-D", $"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"]);
            await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o", Options(folder), "start"]);
            return folder;
        }
        catch (InvalidOperationException failure)
        {
            var log = Path.Combine(folder, "log");
            var said = File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
            Directory.Delete(folder, recursive: true);
            throw new InvalidOperationException($"{failure.Message}\n{said}", failure);
        }
    }

    private static async Task<string> Continue(string binaries, string folder)
    {
        if (folder.Length + "/.s.PGSQL.5432".Length > LongestSocketPath)
            throw new InvalidOperationException($"The path {folder} is too long for the server's socket.");
        if (!Directory.Exists($"{folder}/data"))
        {
            Directory.CreateDirectory(folder);
            if (AsRoot)
                await Run(["chown", ServerUser, folder]);
            await RunAsServer([$"{binaries}/initdb", "-D", $"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"]);
        }

        // A run that was killed left its server running.
        if (File.Exists($"{folder}/data/postmaster.pid"))
        {
            try
            {
                await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{folder}/data", "-m", "fast", "-w", "stop"]);
            }
            catch (InvalidOperationException)
            {
                // It does not run any more: only the file was left, and starting takes it over.
            }
        }

        await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{folder}/data", "-w", "-t", "120", "-l", $"{folder}/log", "-o", DurableOptions(folder), "start"]);
        return folder;
    }

    private static string DurableOptions(string folder) =>
        $"-k {folder} -c listen_addresses='' -c shared_buffers=1GB -c max_wal_size=8GB -c checkpoint_timeout=30min -c random_page_cost=1.1 -c max_connections=200";

    private static string Options(string folder) =>
        $"-k {folder} -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200";

    private static async Task Remove(string binaries, string folder)
    {
        if (File.Exists($"{folder}/data/postmaster.pid"))
            await RunAsServer([$"{binaries}/pg_ctl", "-D", $"{folder}/data", "-m", "immediate", "stop"]);

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A test run that was killed leaves its server running; the next run stops it.</summary>
    private static async Task RemoveAbandoned(string binaries)
    {
        foreach (var owner in Directory.GetDirectories(Path.GetTempPath(), $"{FolderPrefix}*").Select(folder => Path.Combine(folder, OwnerFile)))
        {
            try
            {
                if (!File.Exists(owner) || !int.TryParse(await File.ReadAllTextAsync(owner), out var id) || IsRunning(id))
                    continue;

                await Remove(binaries, Path.GetDirectoryName(owner)!);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // It is another user's, or another run is removing it at this moment.
            }
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Win32Exception)
        {
            return true;
        }
    }

    // PostgreSQL refuses to run as root.
    private static bool AsRoot => Environment.UserName == "root";

    private static string ServerUser =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static Task RunAsServer(string[] command) => Run(AsRoot ? ["runuser", "-u", ServerUser, "--", .. command] : command);

    private static async Task Run(string[] command)
    {
        // The server inherits what pg_ctl has open: were that a pipe of ours, reading it to its end would wait for the server's end. So the shell gives it files.
        var said = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", UseShellExecute = false };
            foreach (var argument in (string[])["-c", "said=$1; shift; exec \"$@\" >\"$said\" 2>&1 </dev/null", "sh", said, .. command])
                start.ArgumentList.Add(argument);

            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}:\n{await File.ReadAllTextAsync(said)}");
        }
        finally
        {
            File.Delete(said);
        }
    }
}
