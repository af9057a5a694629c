using System.Threading.Channels;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Audit;

/// <summary>
/// The one writer of entries about reads. It commits together whatever waits, so that many readers pay for one commit; each of them waits until its own
/// entry is durable, and is refused what it read if the entry could not be written.
/// </summary>
/// <remarks>Use cases reach it by <see cref="RegisterContext.LogRead"/>. What changes the register logs in its own transaction instead.</remarks>
public sealed class ReadLog(IServiceScopeFactory scopes) : IAsyncDisposable
{
    private const int MostTogether = 500;

    // Readers beyond these wait for room before they wait for the commit.
    private const int MostWaiting = 10_000;

    private readonly Channel<Waiting> entries = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Lock gate = new();
    private Task? writer;

    /// <summary>Ends when the entry is durable.</summary>
    /// <exception cref="ChannelClosedException">The program is ending.</exception>
    public async Task Write(AuditEntry entry, CancellationToken ct)
    {
        lock (gate)
            writer ??= Task.Run(WriteAll, CancellationToken.None);
        var waiting = new Waiting(entry);
        await entries.Writer.WriteAsync(waiting, ct);
        await waiting.Durable.Task.WaitAsync(ct);
    }

    /// <summary>Takes nothing new, and ends when all that waited is written.</summary>
    public async ValueTask DisposeAsync()
    {
        entries.Writer.TryComplete();
        if (writer is not null)
            await writer;
    }

    private async Task WriteAll()
    {
        var together = new List<Waiting>(MostTogether);
        while (await entries.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (together.Count < MostTogether && entries.Reader.TryRead(out var next))
                together.Add(next);
            await Write(together);
        }
    }

    private async Task Write(IReadOnlyList<Waiting> together)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RegisterContext>();
            db.AddRange(together.Select(w => w.Entry));
            await db.SaveChangesAsync();
        }
        // One entry that the database refuses must not take its neighbours' with it.
        catch (DbUpdateException) when (together.Count > 1)
        {
            foreach (var alone in together)
                await Write([alone]);
            return;
        }
        // Whatever it was, the readers must learn of it, and the writer go on.
        catch (Exception failure)
        {
            foreach (var waiting in together)
                waiting.Durable.SetException(failure);
            return;
        }

        foreach (var waiting in together)
            waiting.Durable.SetResult();
    }

    private sealed class Waiting(AuditEntry entry)
    {
        public AuditEntry Entry { get; } = entry;

        // The reader goes on elsewhere: the writer has the next ones to write.
        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
