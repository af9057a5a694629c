using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Asker">Null when the person has been erased since.</param>
/// <param name="Files">What is kept of the answer, without the content.</param>
/// <param name="History">What has been done about the request, oldest first; looks at it are left out.</param>
public sealed record ViewedRequest(
    DataSubjectRequest Request, ClockReading Clock, RequestAsker? Asker, IReadOnlyList<AnswerFile> Files, IReadOnlyList<RequestEvent> History)
{
    /// <summary>The erasure that was granted; null for every other request.</summary>
    public RequestedErasure? Erasure { get; init; }

    /// <summary>Whether it asks for corrections item by item, which are decided one by one.</summary>
    public bool HasItems { get; init; }

    /// <summary>Whether the person is told by mail: at the address on record, or the one from which they asked.</summary>
    public bool HasAddress => Request.ApplicantEmail is not null || (Asker?.HasEmail == true && !Request.MayBeAnothers);

    public Correspondence Correspondence { get; init; } = new([], []);
    public IReadOnlyList<RequestMail> Mails { get; init; } = [];
    public IReadOnlyList<RequestLetter> Letters { get; init; } = [];
    public CheckedSignature? Signature { get; init; }

    /// <summary>Whether the restriction that it brought is in force still, although it is answered: it is lifted by hand, once the person has been told.</summary>
    public bool StillRestricts { get; init; }

    /// <summary>What an objection is about.</summary>
    public ObjectedUses Uses { get; init; } = ObjectedUses.None;

    /// <summary>Those of the staff who are named on the page: who takes care, who checked the identity, who decided.</summary>
    public IReadOnlyDictionary<Guid, string> Staff { get; init; } = new Dictionary<Guid, string>();

    public string? NameOf(Guid? account) => account is { } id ? Staff.GetValueOrDefault(id) : null;
}

/// <param name="AddressIsHidden">The address is protected from who looks: a file with all data is not for them to open.</param>
public sealed record RequestAsker(CustomerId Id, long Number, string FullName, bool HasEmail, bool AddressIsHidden);

/// <param name="ExpiresAt">In UTC; from then on it cannot be had.</param>
public sealed record AnswerFile(DataPackageId Id, DataPackageKind Kind, long Length, DateTime MadeAt, DateTime ExpiresAt);

public sealed record RequestEvent(DateTime At, string Action, string Role);

/// <summary>A member of staff looks at a request. The look is logged.</summary>
public sealed class ViewRequest(RegisterContext db, SignatureCheck signatures, TimeProvider clock)
{
    /// <returns>Null when there is no such request.</returns>
    public async Task<ViewedRequest?> Run(RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return null;
        var asker = await db.Customers.AsNoTracking().Where(c => c.Id == request.CustomerId)
            .Select(c => new { c.Id, c.Number, c.FirstName, c.LastName, HasEmail = c.Email != null, c.ProtectedUntil }).SingleOrDefaultAsync(ct);
        var files = await Answers(db, id, clock.Now()).ToListAsync(ct);
        var subject = id.Value;
        var history = await LogOf(db, [subject])
            .Where(e => e.Action != AuditAction.RequestViewed && e.Action != AuditAction.OwnDataViewed).OrderBy(e => e.At).Select(e => new RequestEvent(e.At, e.Action, e.ActorRole)).ToListAsync(ct);

        var named = new[] { request.AssignedTo, request.IdentityCheckedByStaff, request.ProposedBy, request.DecidedBy }.OfType<Guid>().Distinct().ToList();
        var erasure = await db.RequestedErasures.AsNoTracking().SingleOrDefaultAsync(e => e.RequestId == id, ct);

        await db.LogRead(AuditEntry.Of(actor, AuditAction.RequestViewed, clock, request.CustomerId, id.Value), ct);
        return new(request, request.ReadClock(clock.Today()),
            asker is null ? null : new(asker.Id, asker.Number, $"{asker.FirstName} {asker.LastName}".Trim(), asker.HasEmail, ProtectedAddress.IsHiddenFrom(actor, asker.Id, asker.ProtectedUntil)), files, history)
        {
            Erasure = erasure,
            HasItems = request.Type == RequestType.Rectification && await db.RectificationItems.AnyAsync(i => i.RequestId == id, ct),
            Correspondence = await Correspondence.Read(db, id, ct),
            Mails = await db.OutgoingEmails.AsNoTracking().Where(m => m.RequestId == id).OrderBy(m => m.CreatedAt)
                .Select(m => new RequestMail(m.Subject, m.State, m.CreatedAt, m.SentAt, m.Attempts, m.LastFailure)).ToListAsync(ct),
            Letters = await db.RequestLetters.AsNoTracking().Where(l => l.RequestId == id).OrderBy(l => l.WrittenAt).ToListAsync(ct),
            Signature = await signatures.Run(request, ct),
            Uses = await ObjectedUses.Of(db, request, ct),
            StillRestricts = request is { Type: RequestType.Objection, IsOpen: false } && await db.Restrictions.AnyAsync(r => r.RequestId == id && r.LiftedAt == null, ct),
            Staff = named.Count == 0 ? new Dictionary<Guid, string>() : await db.Users.Where(u => named.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.FullName, ct),
        };
    }

    /// <summary>What the log has about requests, under whichever customer: from before anybody knew whose they are, and of those who have been erased or merged since.</summary>
    internal static IQueryable<AuditEntry> LogOf(RegisterContext db, IReadOnlyCollection<Guid> requests) =>
        db.AuditEntries.AsNoTracking().Where(e => e.SubjectId != null && requests.Contains(e.SubjectId.Value));

    internal static IQueryable<AnswerFile> Answers(RegisterContext db, RequestId request, DateTime now) => db.DataPackages.AsNoTracking()
        .Where(p => p.RequestId == request && p.ExpiresAt > now).OrderBy(p => p.MadeAt)
        .Select(p => new AnswerFile(p.Id, p.Kind, p.Length, p.MadeAt, p.ExpiresAt));
}
