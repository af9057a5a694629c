using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Notices;

/// <summary>What a customer has been told about the notice.</summary>
/// <param name="Given">The newest version that was given to them; null for none.</param>
/// <param name="InForce">The newest version there is; null while none is published.</param>
/// <param name="Since">Every version after the given one, newest first: what has changed.</param>
public sealed record NoticeStanding(NoticeGiven? Given, NoticeVersion? InForce, IReadOnlyList<NoticeChange> Since)
{
    public bool IsUpToDate => InForce is null || Given?.Version == InForce.Version;
}

public sealed record NoticeGiven(int Version, DateTime At);

public sealed record NoticeChange(int Version, DateTime PublishedAt, LocalizedText Changes);

/// <summary>Which version of the notice a customer was given and what has changed since; giving them the one in force is written down.</summary>
public sealed class OwnNotice(RegisterContext db, TimeProvider clock)
{
    public async Task<NoticeStanding> Run(CustomerId customer, CancellationToken ct)
    {
        var given = await db.GivenNotices.Where(g => g.CustomerId == customer).OrderByDescending(g => g.NoticeVersion).Select(g => new NoticeGiven(g.NoticeVersion, g.At)).FirstOrDefaultAsync(ct);
        var inForce = await db.NoticeVersions.AsNoTracking().OrderByDescending(v => v.Version).FirstOrDefaultAsync(ct);
        var after = given?.Version ?? int.MaxValue;
        var since = await db.NoticeVersions.AsNoTracking().Where(v => v.Version > after).OrderByDescending(v => v.Version)
            .Select(v => new NoticeChange(v.Version, v.PublishedAt, v.Changes)).ToListAsync(ct);
        return new(given, inForce, since);
    }

    /// <summary>The customer reads the version in force: from now on they have been given it. Reading it again changes nothing.</summary>
    /// <returns>As it stood before.</returns>
    public async Task<NoticeStanding> Give(CustomerId customer, Actor actor, CancellationToken ct)
    {
        var standing = await Run(customer, ct);
        if (standing is { IsUpToDate: false, InForce: { } inForce })
        {
            db.Add(GivenNotice.Of(customer, inForce.Version, clock));
            db.Add(AuditEntry.Of(actor, AuditAction.NoticeGiven, clock, customer));
            await db.SaveChangesAsync(ct);
        }

        return standing;
    }
}
