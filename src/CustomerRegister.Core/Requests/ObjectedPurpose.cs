using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

/// <summary>One use that an objection is about (GDPR Art. 21(1)): named by the person, or picked by whoever grants a general objection in part.</summary>
public sealed class ObjectedPurpose
{
    private ObjectedPurpose() { }

    public RequestId RequestId { get; private set; }
    public PurposeId PurposeId { get; private set; }
    /// <summary>Whether the person named it; an objection that names none is against all that rests on a legitimate interest.</summary>
    public bool Named { get; private set; }
    /// <summary>Whether the person's signature covers it; set when the request is filed, and the same whatever is named later.</summary>
    public bool IsSigned { get; private set; }
    /// <summary>Whether the use is to end, as one person has decided while a second has not confirmed it.</summary>
    public bool Proposed { get; private set; }
    /// <summary>Whether the use ends; null until it is decided, and where all is refused. What a ban ends has ended as soon as that is recorded, without a decision.</summary>
    public bool? Ends { get; private set; }

    public static ObjectedPurpose Of(RequestId request, PurposeId purpose, bool named, bool isSigned = false) => new() { RequestId = request, PurposeId = purpose, Named = named, IsSigned = isSigned };

    public void Name(bool named) => Named = named;

    public void Propose(bool ends) => Proposed = ends;

    public void Decide(bool ends) => (Ends, Proposed) = (ends, false);

    /// <summary>Nobody has decided: it was not of the customer who was thought to have asked.</summary>
    public void Reopen() => (Ends, Proposed) = (null, false);
}

/// <param name="Named">What the person named that is weighed; empty where they named nothing, or only what a ban ends.</param>
/// <param name="Ended">The uses that end, once it is decided; empty where all do.</param>
/// <param name="Proposed">The uses that are to end, while the decision waits for its confirmation.</param>
public sealed record ObjectedUses(IReadOnlyList<Purpose> Named, IReadOnlyList<Purpose> Ended, IReadOnlyList<Purpose> Proposed)
{
    public static ObjectedUses None { get; } = new([], [], []);

    /// <summary>The uses that the person forbade, each by a ban that is in force as soon as it is known who they are.</summary>
    public IReadOnlyList<Purpose> Bans { get; init; } = [];

    /// <summary>Those of the bans that were recorded by the request; the person may have allowed the use again since.</summary>
    public IReadOnlyList<Purpose> Recorded { get; init; } = [];

    /// <summary>Whether it is an objection to all that rests on a legitimate interest.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>Whether all that ends, once it is decided.</summary>
    public bool EndsAll { get; init; }

    /// <summary>What a request is against; nothing for all but objections.</summary>
    internal static async Task<ObjectedUses> Of(RegisterContext db, DataSubjectRequest request, CancellationToken ct) =>
        request.Type == RequestType.Objection ? (await Of(db, [request], ct))[request.Id] : None;

    internal static async Task<Dictionary<RequestId, ObjectedUses>> Of(RegisterContext db, IReadOnlyCollection<DataSubjectRequest> requests, CancellationToken ct)
    {
        List<RequestId> ids = [.. requests.Where(r => r.Type == RequestType.Objection).Select(r => r.Id)];
        var rows = ids.Count == 0 ? [] : await db.ObjectedPurposes.AsNoTracking().Where(o => ids.Contains(o.RequestId)).Join(db.Purposes, o => o.PurposeId, p => p.Id, (o, p) => new { Use = o, Purpose = p })
            .OrderBy(o => o.Purpose.Position).ToListAsync(ct);
        var uses = rows.ToLookup(o => o.Use.RequestId);
        return requests.ToDictionary(r => r.Id, r =>
        {
            List<Purpose> Those(Func<ObjectedPurpose, bool> chosen) => [.. uses[r.Id].Where(o => chosen(o.Use)).Select(o => o.Purpose)];
            var named = Those(o => o.Named).ToLookup(p => p.Ban is not null);
            var ended = Those(o => o.Ends == true);
            var isGeneral = r.Type == RequestType.Objection && named.Count == 0;
            var endsAll = isGeneral && r.Decision == RequestDecision.Grant;
            return new ObjectedUses([.. named[false]], endsAll || r.Decision is null ? [] : ended, Those(o => o.Proposed)) { Bans = [.. named[true]], Recorded = ended.FindAll(p => p.Ban is not null), IsGeneral = isGeneral, EndsAll = endsAll };
        });
    }

    /// <summary>A request is against what another one is against too, and has recorded the bans that the other one has.</summary>
    internal static async Task TakeUp(RegisterContext db, RequestId into, RequestId from, CancellationToken ct)
    {
        var theirs = await db.ObjectedPurposes.AsNoTracking().Where(o => o.RequestId == from && (o.Named || o.Ends == true)).ToListAsync(ct);
        await Widen(db, into, [.. theirs.Where(o => o.Named).Select(o => o.PurposeId)], ct);
        foreach (var recorded in theirs.Where(o => o.Ends == true))
            await Record(db, into, recorded.PurposeId, ct);
    }

    /// <summary>A ban was recorded by a request, also by one that is against all and names none. To be saved by the caller.</summary>
    /// <returns>Whether it was not known of it.</returns>
    internal static async Task<bool> Record(RegisterContext db, RequestId request, PurposeId use, CancellationToken ct)
    {
        var row = await db.ObjectedPurposes.FindAsync([request, use], ct);
        if (row is { Ends: true })
            return false;
        if (row is null)
            db.Add(row = ObjectedPurpose.Of(request, use, named: false));
        row.Decide(ends: true);
        return true;
    }

    /// <summary>A request is against more from now on. Of two objections the wider one holds: what names no use is against all. What was signed stays as it was.</summary>
    /// <returns>Whether it was not against all of it already.</returns>
    internal static async Task<bool> Widen(RegisterContext db, RequestId request, IReadOnlyCollection<PurposeId> also, CancellationToken ct)
    {
        var rows = await db.ObjectedPurposes.Where(o => o.RequestId == request).ToDictionaryAsync(o => o.PurposeId, ct);
        var named = rows.Values.Where(o => o.Named).ToList();
        if (named.Count == 0)
            return false;
        if (also.Count == 0)
            named.ForEach(o => o.Name(false));
        var more = also.Except(named.Select(o => o.PurposeId)).ToList();
        foreach (var purpose in more)
        {
            if (rows.TryGetValue(purpose, out var row))
                row.Name(true);
            else
                db.Add(ObjectedPurpose.Of(request, purpose, named: true));
        }

        return also.Count == 0 || more.Count > 0;
    }
}

internal sealed class ObjectedPurposeMapping : IEntityTypeConfiguration<ObjectedPurpose>
{
    public void Configure(EntityTypeBuilder<ObjectedPurpose> builder)
    {
        builder.HasKey(o => new { o.RequestId, o.PurposeId });
        builder.HasIndex(o => o.PurposeId);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(o => o.RequestId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Purpose>().WithMany().HasForeignKey(o => o.PurposeId).OnDelete(DeleteBehavior.Restrict);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, o => o.RequestId);
        builder.Personal(DataCategory.Requests, o => o.PurposeId, o => o.Named, o => o.IsSigned, o => o.Ends);
        builder.NotPortable("The controller's own purposes, and its handling of a right.");
        builder.Technical(o => o.RequestId, o => o.Proposed);
    }
}
