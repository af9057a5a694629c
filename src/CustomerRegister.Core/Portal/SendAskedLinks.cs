using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CustomerRegister.Portal;

/// <summary>Has the links mailed that were asked for, oldest first, to whoever they belong to. One that fails holds nobody else's back.</summary>
public sealed class SendAskedLinks(RegisterContext db, SendPortalLink portal, FollowRequest requests, TimeProvider clock, ILogger<SendAskedLinks> log)
{
    private const int AtOnce = 1000;

    /// <summary>Whoever has waited so long has asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <returns>How many of them went without a failure.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var asked = await db.AskedLinks.AsNoTracking().OrderBy(a => a.AskedAt).Take(AtOnce).ToListAsync(ct);
        var sent = 0;
        foreach (var one in asked)
        {
            try
            {
                await Send(one, ct);
                sent++;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError("A link that was asked for was not sent: {Kind}", failure.GetType().Name);
                db.ChangeTracker.Clear();
                if (one.AskedAt < clock.Now() - Patience)
                    await db.AskedLinks.Where(a => a.Id == one.Id).ExecuteDeleteAsync(ct);
            }
        }

        return sent;
    }

    private Task Send(AskedLink one, CancellationToken ct)
    {
        // It goes in the transaction that saves the mails.
        db.Remove(one);
        return one.BrowserKey is { } key ? portal.Run(new(one.Email, key), ct) : requests.SendLinks(one.Email, ct);
    }
}
