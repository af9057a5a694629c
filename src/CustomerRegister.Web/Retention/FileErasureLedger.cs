using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Retention;

namespace CustomerRegister.Web.Retention;

/// <summary>
/// The erasure ledger as a file of lines. An entry is its <c>begin</c> line and one <c>person</c> line for each; <c>done</c> or <c>void</c> comes later. Every line ends with a check
/// sum, so that a line that a crash tore is known. Several processes of one machine take turns.
/// </summary>
public sealed class FileErasureLedger(string path, TimeProvider clock) : IErasureLedger
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public async Task Begin(IReadOnlyCollection<LedgerRecord> records, CancellationToken ct)
    {
        var text = new StringBuilder();
        foreach (var (entry, people) in records)
        {
            Line(text, FormattableString.Invariant($"begin {entry.Id:N} {entry.At:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {entry.Cause} {entry.Subject:N} {people.Count}"));
            foreach (var person in people)
                Line(text, FormattableString.Invariant($"person {entry.Id:N} {person.Id.Value:N} {person.Scope:x}"));
        }

        await Append(text.ToString(), isPromise: true, ct);
    }

    public Task Complete(IReadOnlyCollection<Guid> entries, CancellationToken ct) =>
        Append(entries.Aggregate(new StringBuilder(), (text, entry) => Line(text, $"done {entry:N}")).ToString(), isPromise: false, ct);

    public Task Void(Guid entry, CancellationToken ct) => Append(Line(new(), $"void {entry:N}").ToString(), isPromise: false, ct);

    public async Task<IReadOnlyList<LedgerEntry>> Entries(CancellationToken ct)
    {
        var begun = new Dictionary<Guid, (LedgerEntry Entry, int Missing)>();
        var (done, gone) = (new HashSet<Guid>(), new HashSet<Guid>());
        await foreach (var parts in Lines(ct))
        {
            switch (parts)
            {
                case ["begin", var id, var at, var cause, var subject, var count]:
                    begun[Guid.Parse(id)] = (new(Guid.Parse(id), DateTime.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal), Enum.Parse<SuppressionCause>(cause), Guid.Parse(subject), false),
                        int.Parse(count, CultureInfo.InvariantCulture));
                    break;
                case ["person", var id, ..] when begun.TryGetValue(Guid.Parse(id), out var known):
                    begun[Guid.Parse(id)] = known with { Missing = known.Missing - 1 };
                    break;
                case ["done", var id]:
                    done.Add(Guid.Parse(id));
                    break;
                case ["void", var id]:
                    gone.Add(Guid.Parse(id));
                    break;
            }
        }

        if (done.FirstOrDefault(id => !begun.TryGetValue(id, out var entry) || entry.Missing != 0) is var torn && torn != Guid.Empty)
            throw new LedgerDamagedException($"The erasure ledger {path} is damaged: entry {torn:N} was completed, but lines of it are missing. Put back an intact copy of the file.");
        return [.. begun.Values.Where(e => e.Missing == 0 && !gone.Contains(e.Entry.Id)).Select(e => e.Entry with { IsComplete = done.Contains(e.Entry.Id) })];
    }

    public async Task<IReadOnlyList<LedgerPerson>> PeopleOf(Guid entry, CancellationToken ct)
    {
        var people = new List<LedgerPerson>();
        await foreach (var parts in Lines(ct))
        {
            if (parts is ["person", var id, var customer, var scope] && Guid.Parse(id) == entry)
                people.Add(new(new CustomerId(Guid.Parse(customer)), int.Parse(scope, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        }

        return people;
    }

    /// <summary>The parts of every whole line; a torn one is left out.</summary>
    private async IAsyncEnumerable<string[]> Lines([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (!File.Exists(path))
            yield break;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.LastIndexOf(' ') is var end and > 0 && line[(end + 1)..] == CheckSum(line[..end]))
                yield return line[..end].Split(' ');
        }
    }

    /// <param name="isPromise">Whether the database commits after this. What is told only afterwards may be lost with the power: the next start asks the database again.</param>
    private async Task Append(string text, bool isPromise, CancellationToken ct)
    {
        await using var file = await Open(ct);
        var isNew = file.Length == 0;
        // What a crash tore stays a line of its own; the next begins at the beginning of one.
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                file.WriteByte((byte)'\n');
        }

        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        file.Flush(flushToDisk: isPromise);
        // A file whose name the disk does not know yet is not there after a power cut, whatever is in it.
        if (isNew)
            FolderOnDisk.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Opens the file for this process alone, waiting for another that writes.</summary>
    private async Task<FileStream> Open(CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (File.Exists(path) && clock.GetElapsedTime(since) < LongestWait)
            {
                await Task.Delay(20, ct);
            }
        }
    }

    private static StringBuilder Line(StringBuilder text, string line) => text.Append(line).Append(' ').Append(CheckSum(line)).Append('\n');

    private static string CheckSum(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 4));
}
