using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="Kind">What the link forbids.</param>
/// <param name="Forbidden">Whether it is forbidden already.</param>
public sealed record ForbiddingLink(BanKind Kind, bool Forbidden);

/// <summary>
/// Forbids what a mail was sent for, by the link in it and without signing in (RFC 8058; GDPR Art. 21(2)). Looking changes nothing, for mail scanners follow links;
/// acting twice is acting once. The link is 256 random bits of which only the hash is kept.
/// </summary>
public sealed class Unsubscribe(RegisterContext db, SetBan ban)
{
    /// <returns>Null where the link is not one of ours, or its reader is no longer in the register.</returns>
    public async Task<ForbiddingLink?> Find(string? secret, CancellationToken ct) =>
        await Read(secret, ct) is { } found
            ? new(found.Use, await db.Bans.Where(b => b.CustomerId == found.Customer && b.Kind == found.Use)
                .OrderByDescending(b => b.At).ThenByDescending(b => b.Id).Select(b => b.Forbidden).FirstOrDefaultAsync(ct))
            : null;

    /// <returns>What is now forbidden; null where the link is not one of ours.</returns>
    public async Task<BanKind?> Run(string? secret, CancellationToken ct)
    {
        if (await Read(secret, ct) is not { } found)
            return null;
        var person = new Actor(ActorKind.Customer, found.Customer.Value, "Customer", "own-data");
        await ban.Run(new(found.Customer, found.Use, Forbidden: true, Channel.EmailLink), person, ct);
        return found.Use;
    }

    private async Task<(CustomerId Customer, BanKind Use)?> Read(string? secret, CancellationToken ct)
    {
        var hash = LinkSecret.HashOf(secret);
        return await db.UnsubscribeLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash, ct) is { } link ? (link.CustomerId, link.Use) : null;
    }
}
