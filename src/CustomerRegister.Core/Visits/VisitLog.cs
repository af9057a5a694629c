using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerRegister.Visits;

/// <summary>
/// The one writer of the visit log. Pages leave what they have to tell and go on: nobody waits for the database, what comes faster than it can be written is dropped,
/// and a visit that cannot be logged is no error of the page's.
/// </summary>
public sealed class VisitLog(IServiceScopeFactory scopes, ILogger<VisitLog> log) : IHostedService
{
    private const int MostTogether = 500;
    private const int MostWaiting = 10_000;

    // On the embedded database everybody else waits while something is written: a few seconds' pages share one commit.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);

    // How long a page waits for the writer, which may wait for somebody else.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Channel<object> events = Channel.CreateBounded<object>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private volatile TaskCompletionSource hurry = Hurry();
    private Task writer = Task.CompletedTask;
    private volatile bool isEnding;

    /// <summary>Leaves something to be written soon.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool Tell(VisitEvent told) => events.Writer.TryWrite(told);

    /// <summary>As <see cref="Tell(VisitEvent)"/>, but it is never dropped: what must go is never written.</summary>
    public void Forget(VisitorForgotten told) => _ = events.Writer.WriteAsync(told).AsTask();

    /// <summary>Ends when everything told so far is written, or could not be: who looks at a log, or deletes it, means all of it. Nobody waits long for it.</summary>
    /// <returns>False where something is still to be written.</returns>
    public async Task<bool> Written(CancellationToken ct)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            await events.Writer.WriteAsync(written, patience.Token);
            hurry.TrySetResult();
            await written.Task.WaitAsync(patience.Token);
            return true;
        }
        // It has taken nothing new since it ended, but may still be writing.
        catch (ChannelClosedException)
        {
            await Task.WhenAny(writer, Task.Delay(Patience, ct));
            return writer.IsCompleted;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer = Task.Run(WriteAll, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Takes nothing new, and ends when all that waited is written: with the host, while there is still a database to write to.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        isEnding = true;
        events.Writer.TryComplete();
        hurry.TrySetResult();
        await writer.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource Hurry() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WriteAll()
    {
        var isBehind = false;
        while (await events.Reader.WaitToReadAsync())
        {
            if (!isEnding && !isBehind)
                await Task.WhenAny(hurry.Task, Task.Delay(Gathering));
            // Whoever is in a hurry from here on waits already, or for the next round.
            hurry = Hurry();
            var (together, waiting) = (new List<VisitEvent>(), new List<TaskCompletionSource>());
            while (together.Count < MostTogether && events.Reader.TryRead(out var next))
            {
                if (next is VisitEvent told)
                    together.Add(told);
                else
                    waiting.Add((TaskCompletionSource)next);
            }

            isBehind = together.Count == MostTogether;
            if (together.Count > 0)
                await Write(together);
            waiting.ForEach(w => w.SetResult());
        }
    }

    private async Task Write(List<VisitEvent> together)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<WriteVisits>().Run(together, CancellationToken.None);
        }
        // Whatever it was: a visit that is not logged is better than a page that is not shown, and the writer must go on.
        catch (Exception failure)
        {
            log.LogWarning("{Count} page views were not logged: {Kind}", together.Count, failure.GetType().Name);
            foreach (var forgotten in together.OfType<VisitorForgotten>())
                Forget(forgotten);
        }
    }
}
