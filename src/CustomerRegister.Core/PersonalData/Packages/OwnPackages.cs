using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>
/// A customer takes the data that they have given along, at once and without asking anybody (GDPR Art. 20). The newest package replaces an earlier one that was taken
/// so: a copy that is no longer needed does not lie about. The owner is part of every condition.
/// </summary>
public sealed class OwnPackages(RegisterContext db, PortabilityPackage portability, KeepPackage keep, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>The portability packages that can be had now, newest first: those taken by oneself, and those that answer a request.</summary>
    public async Task<IReadOnlyList<DataPackage>> List(CustomerId customer, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.DataPackages.AsNoTracking()
            .Where(p => p.CustomerId == customer && p.Kind == DataPackageKind.Portability && p.OfferedAt != null && p.ExpiresAt > now)
            .OrderByDescending(p => p.MadeAt).ToListAsync(ct);
    }

    /// <summary>What is in none of them, for it was refused: each category with its ground.</summary>
    public Task<IReadOnlyDictionary<DataCategory, DecisionGround>> Withheld(CustomerId customer, CancellationToken ct) => db.WithheldFromPackages(customer, null, ct);

    public async Task<DataPackage> Make(CustomerId customer, Actor actor, CancellationToken ct)
    {
        var package = await portability.Make(customer, Lifetime, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.DataPackages.Where(p => p.CustomerId == customer && p.Kind == DataPackageKind.Portability && p.RequestId == null && p.OfferedAt != null).ExecuteDeleteAsync(ct);
        package.Offer(null, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.PackageMade, clock, customer, package.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return package;
    }

    /// <returns>Null when the customer has no such package, or its time is over.</returns>
    public async Task<PackageDownload?> Download(CustomerId customer, DataPackageId id, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        if (await db.DataPackages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.CustomerId == customer && p.Kind == DataPackageKind.Portability
            && p.OfferedAt != null && p.ExpiresAt > now, ct) is not { } package)
            return null;
        db.Add(AuditEntry.Of(actor, AuditAction.PackageDownloaded, clock, customer, id.Value));
        await db.SaveChangesAsync(ct);
        return new(package.FileName, package.Length, keep.Open(package));
    }
}
