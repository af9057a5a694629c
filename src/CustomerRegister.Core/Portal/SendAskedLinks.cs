using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>Has the links mailed that were asked for, oldest first, to whoever they belong to.</summary>
public sealed class SendAskedLinks(RegisterContext db, SendPortalLink portal, FollowRequest requests)
{
    private const int AtOnce = 100;

    /// <returns>How many were looked up.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var asked = await db.AskedLinks.OrderBy(a => a.AskedAt).Take(AtOnce).ToListAsync(ct);
        foreach (var one in asked)
        {
            // It goes in the transaction that saves the mails.
            db.Remove(one);
            if (one.BrowserKey is { } key)
                await portal.Run(new(one.Email, key), ct);
            else
                await requests.SendLinks(one.Email, ct);
        }

        return asked.Count;
    }
}
