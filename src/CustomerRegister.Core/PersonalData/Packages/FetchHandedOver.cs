using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <param name="To">To whom the person hands it.</param>
public sealed record HandedOver(string To, long Length, DateTime Until);

/// <summary>The receiving controller fetches a package by the link, once.</summary>
public sealed class FetchHandedOver(RegisterContext db, KeepPackage packages, TimeProvider clock)
{
    private static readonly Actor Receiver = Actor.System("receiving-controller", "portability");

    /// <summary>What the link would give now. Looking changes nothing: mail scanners follow links.</summary>
    /// <returns>Null where the link was used, has expired, or is none.</returns>
    public Task<HandedOver?> Look(string? secret, CancellationToken ct) =>
        Usable(secret).Select(p => new HandedOver(p.HandOverTo!, p.Length, p.HandOverUntil!.Value)).SingleOrDefaultAsync(ct);

    /// <returns>Null where the link was used, has expired, or is none.</returns>
    public async Task<PackageDownload?> Run(string? secret, CancellationToken ct)
    {
        var now = clock.Now();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Usable(secret).AsNoTracking().SingleOrDefaultAsync(ct) is not { } package)
            return null;
        // Of two who press at once, the one who changes the row wins.
        if (await Usable(secret).ExecuteUpdateAsync(s => s.SetProperty(p => p.HandedOverAt, now), ct) != 1)
            return null;
        db.Add(AuditEntry.Of(Receiver, AuditAction.PackageHandedOver, clock, package.CustomerId, package.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(package.FileName, package.Length, packages.Open(package));
    }

    private IQueryable<DataPackage> Usable(string? secret)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        return db.DataPackages.Where(p => p.HandOverHash == hash && p.HandedOverAt == null && p.HandOverUntil > now && p.ExpiresAt > now);
    }
}
