using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Notices;

/// <param name="Purposes">What data is processed for, in their order.</param>
/// <param name="Categories">The categories that some column of the register really holds, in the order of reports.</param>
public sealed record NoticeFacts(IReadOnlyList<Purpose> Purposes, IReadOnlyList<DataCategory> Categories)
{
    /// <summary>For what visits are joined to a customer who consents; null where the controller has no such purpose.</summary>
    public Purpose? JoiningVisits => Purposes.FirstOrDefault(p => p.Code == JoinedVisits.Purpose);
}

/// <summary>When a version of the notice was published.</summary>
public sealed record PublishedNotice(int Version, DateTime PublishedAt);

/// <summary>What the privacy notice states, read from the register itself: its purposes, and the categories of its personal data map (GDPR Art. 13, 14).</summary>
public sealed class ReadNotice(RegisterContext db)
{
    public async Task<NoticeFacts> Run(CancellationToken ct) => new(
        await db.Purposes.AsNoTracking().OrderBy(p => p.Position).ToListAsync(ct),
        [.. PersonalDataMap.Of(db).Tables.SelectMany(t => t.Columns).Where(c => c.IsReported).Select(c => c.Category).Distinct().Order()]);

    public Task<PublishedNotice?> NewestVersion(CancellationToken ct) =>
        db.NoticeVersions.OrderByDescending(v => v.Version).Select(v => new PublishedNotice(v.Version, v.PublishedAt)).FirstOrDefaultAsync(ct);
}
