using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <param name="Since">When the words in force came into force.</param>
public sealed record ListedPurpose(Purpose Purpose, DateTime? Since);

/// <param name="Texts">Newest first.</param>
public sealed record PurposeHistory(Purpose Purpose, IReadOnlyList<PurposeText> Texts);

/// <summary>The controller's purposes with their versions, for whoever keeps them.</summary>
public sealed class ListPurposes(RegisterContext db)
{
    public async Task<IReadOnlyList<ListedPurpose>> Run(CancellationToken ct) => await db.Purposes.AsNoTracking().OrderBy(p => p.Position)
        .Select(p => new ListedPurpose(p, db.PurposeTexts.Where(t => t.PurposeId == p.Id && t.Version == p.Version).Select(t => (DateTime?)t.From).FirstOrDefault())).ToListAsync(ct);

    /// <summary>The uses that a customer may object to (GDPR Art. 21(1)).</summary>
    public async Task<IReadOnlyList<Purpose>> Objectionable(CancellationToken ct) => await db.Objectionable().AsNoTracking().ToListAsync(ct);

    /// <summary>The uses that a customer may forbid, each by a ban (GDPR Art. 21(2)).</summary>
    public async Task<IReadOnlyList<Purpose>> Forbiddable(CancellationToken ct) =>
        await db.Forbiddable().AsNoTracking().ToListAsync(ct);

    public async Task<PurposeHistory?> One(PurposeId id, CancellationToken ct) =>
        await db.Purposes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } purpose
            ? new(purpose, await db.PurposeTexts.AsNoTracking().Where(t => t.PurposeId == id).OrderByDescending(t => t.Version).ToListAsync(ct))
            : null;
}
