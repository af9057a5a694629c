using CustomerRegister.Credentials;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

public enum EnterRefusal
{
    LinkUsedOrExpired,
    /// <summary>The code is wrong, used, too old or dead after too many tries; or it was never sent. All are one answer.</summary>
    CodeRefused,
}

/// <summary>Uses what was mailed, link or code, once, and begins the customer's session (N15).</summary>
public sealed class EnterPortal(RegisterContext db, StartPortalSession start, MailedCodes codes, TimeProvider clock)
{
    /// <summary>Whether the link would open the portal now. Looking changes nothing: mail scanners follow links.</summary>
    public async Task<bool> Works(string? secret, CancellationToken ct)
    {
        return await Find(LinkSecret.HashOf(secret), clock.Now(), ct) is not null;
    }

    public async Task<Outcome<PortalSession, EnterRefusal>> Run(string? secret, SignInPlace place, CancellationToken ct)
    {
        var hash = LinkSecret.HashOf(secret);
        var now = clock.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Of two who press at once, the one who changes the row wins.
        if (await Find(hash, now, ct) is not { } mailed || await Usable(hash, now).ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), ct) != 1)
            return EnterRefusal.LinkUsedOrExpired;
        var session = await start.Run(mailed.CustomerId, SignInMethod.InvitationLink, place, ct, mailed);
        await transaction.CommitAsync(ct);
        return session;
    }

    /// <summary>Uses the code of the same mail, in the browser that asked for it.</summary>
    public async Task<Outcome<PortalSession, EnterRefusal>> WithCode(string? browserKey, string? typed, SignInPlace place, CancellationToken ct) =>
        await codes.Use(browserKey, typed, only: null, ct) is { } mailed
            ? await start.Run(mailed.CustomerId, SignInMethod.MailedCode, place, ct, mailed)
            : EnterRefusal.CodeRefused;

    private async Task<PortalInvitation?> Find(string hash, DateTime now, CancellationToken ct) => (await Usable(hash, now).AsNoTracking().WithAddress(db).SingleOrDefaultAsync(ct))?.OnRecord;

    // A link of somebody who has died opens nothing, whoever reads their mail.
    private IQueryable<PortalInvitation> Usable(string hash, DateTime now) => db.PortalInvitations
        .Where(i => i.SecretHash == hash && i.UsedAt == null && i.ExpiresAt > now && db.Customers.Any(c => c.Id == i.CustomerId && c.DeathSource == null));
}

/// <summary>Compares what was typed with the code that was mailed to the browser's asker.</summary>
public sealed class MailedCodes(RegisterContext db, PortalAttempts attempts, TimeProvider clock)
{
    /// <param name="only">Whose code it must be; null for whoever it was mailed to.</param>
    /// <returns>What was mailed with the code, now used; null for any other.</returns>
    public async Task<PortalInvitation?> Use(string? browserKey, string? typed, CustomerId? only, CancellationToken ct)
    {
        var (hash, code, now) = (LinkSecret.HashOf(browserKey), EnteredCode.Of(typed), clock.Now());
        var usable = db.PortalInvitations.Where(i => i.BrowserHash == hash && i.UsedAt == null && i.CodeExpiresAt > now
            && db.Customers.Any(c => c.Id == i.CustomerId && c.DeathSource == null));
        // Who asked twice types the newest code.
        var sent = (await usable.AsNoTracking().OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).WithAddress(db).FirstOrDefaultAsync(ct))?.OnRecord;
        var (id, customer) = (sent?.Id ?? default, sent?.CustomerId ?? default);
        // Counted before it is looked at: of many sent at once no more are compared.
        var counted = await usable.Where(i => i.Id == id && i.CodeTries < PortalInvitation.MostTries).ExecuteUpdateAsync(s => s.SetProperty(i => i.CodeTries, i => i.CodeTries + 1), ct) == 1;
        var tried = await attempts.Begin(customer, ct);
        var right = PortalCode.Matches(sent?.CodeHash, browserKey, code);
        if (!counted || !tried || !right || (only is { } wanted && wanted != customer)
            || await usable.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, now), ct) != 1)
        {
            await attempts.Fail(customer, ct);
            return null;
        }

        return sent;
    }
}

/// <summary>What was mailed, beside the address that is on record now.</summary>
internal sealed record MailedThere(PortalInvitation Invitation, EmailAddress? Address)
{
    /// <summary>Null where it went to an address that is no longer on record.</summary>
    public PortalInvitation? OnRecord => MailedAddress.IsOnRecord(Invitation.MailedTo, Invitation.CustomerId, Address) ? Invitation : null;
}

internal static class MailedThereQuery
{
    public static IQueryable<MailedThere> WithAddress(this IQueryable<PortalInvitation> invitations, RegisterContext db) =>
        invitations.Select(i => new MailedThere(i, db.Customers.Where(c => c.Id == i.CustomerId).Select(c => c.Email).SingleOrDefault()));
}
