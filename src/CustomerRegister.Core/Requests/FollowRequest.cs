using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Letters">What was written to them, oldest first.</param>
/// <param name="HasPackage">Whether the answer has a file, which is given in the portal or by the staff, and not by a link.</param>
public sealed record FollowedRequest(DataSubjectRequest Request, ClockReading Clock, Correspondence Correspondence, IReadOnlyList<RequestLetter> Letters, bool HasPackage)
{
    public IReadOnlyList<TimelineEvent> Timeline => RequestTimeline.Of(Request, Correspondence.Messages, Correspondence.Files);
}

/// <summary>
/// Whoever asked without signing in follows that one request, by links that come to the address they verified. A link works once and only when its button is pressed; another is mailed whenever
/// they ask for it. A request says nothing of the register until its identity is established.
/// </summary>
public sealed class FollowRequest(RegisterContext db, TellRequester tell, AddToRequest add, TimeProvider clock)
{
    /// <summary>For how long after the answer it can be read so, in days.</summary>
    public const int ReadableFor = ForgetVisitors.KeptFor;

    private const int MostAtOnce = 5;

    internal static readonly Actor Visitor = Actor.System("public-request", "requests");

    /// <summary>Whether a link still works; nothing happens by looking.</summary>
    public Task<bool> Works(string? secret, CancellationToken ct) => Usable(secret).AnyAsync(ct);

    /// <summary>Uses a link.</summary>
    /// <returns>The request that it opens; null where it was used, has expired, or is none.</returns>
    public async Task<RequestId?> Open(string? secret, CancellationToken ct)
    {
        var now = clock.Now();
        var id = await Usable(secret).Select(l => (RequestId?)l.RequestId).SingleOrDefaultAsync(ct);
        // Of two who press at once, the one who changes the row wins.
        return id is not null && await Usable(secret).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), ct) == 1 ? id : null;
    }

    /// <summary>Mails a new link to each request that was made with an address; to any other address nothing, and nobody learns which.</summary>
    public async Task SendLinks(EmailAddress email, CancellationToken ct)
    {
        var (key, since) = (email.Key, clock.Now().AddDays(-ReadableFor));
        var requests = await db.Requests.FromSql($"""select * from "Requests" where lower("ApplicantEmail") = {key}""")
            .Where(r => r.State != RequestState.Merged && (r.DecidedAt == null || r.DecidedAt > since) && (r.WithdrawnAt == null || r.WithdrawnAt > since))
            .OrderByDescending(r => r.Number).Take(MostAtOnce).ToListAsync(ct);
        foreach (var request in requests)
            tell.AddVisitorsMail(request, request.ApplicantEmail!, "RequestLink", link => [request.Number, link]);
        await db.SaveChangesAsync(ct);
    }

    /// <returns>Null where there is no such request any more, or it was never a visitor's.</returns>
    public async Task<FollowedRequest?> View(RequestId id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { } request)
            return null;
        var correspondence = await Correspondence.Read(db, request.Id, ct);
        if (!MaySeeAll(request))
            correspondence = new([.. correspondence.Messages.Where(m => m.From == RequestSide.Controller)], [.. correspondence.Files.Where(f => f.From == RequestSide.Controller)]);
        var now = clock.Now();
        await db.LogRead(AuditEntry.Of(Visitor, AuditAction.RequestViewed, clock, request.CustomerId, request.Id.Value), ct);
        return new(request, request.ReadClock(clock.Today()), correspondence,
            await db.RequestLetters.AsNoTracking().Where(l => l.RequestId == request.Id).OrderBy(l => l.WrittenAt).ToListAsync(ct),
            await db.DataPackages.AnyAsync(p => p.RequestId == request.Id && p.OfferedAt != null && p.ExpiresAt > now, ct));
    }

    /// <summary>Writes to the controller, or adds files.</summary>
    public async Task<Outcome<DataSubjectRequest, AddToRequestRefusal>> Write(RequestId id, string? text, IReadOnlyList<SentFile> files, AttachmentKind kind, CancellationToken ct) =>
        await Find(id, ct) is { } request
            ? await add.Run(new(request.Id, null, text, files, kind) { ByVisitor = true }, Visitor, ct)
            : AddToRequestRefusal.RequestNotFound;

    /// <summary>What the visitor may act on now: the request itself, or the one with which it was merged.</summary>
    private async Task<DataSubjectRequest?> Find(RequestId id, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id && r.ApplicantEmail != null, ct);
        return request is { State: RequestState.Merged, MergedInto: { } into, ApplicantEmail: { } email }
            && await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == into && r.ApplicantEmail != null, ct) is { } first && first.ApplicantEmail!.Key == email.Key
            ? first : request;
    }

    /// <summary>Until it is established that the one who asks is the customer with whom the request was matched, what that customer writes about it is not theirs to read.</summary>
    private static bool MaySeeAll(DataSubjectRequest request) => request.CustomerId is null || request.IdentityCheckedAt is not null;

    private IQueryable<RequestLink> Usable(string? secret)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        return db.RequestLinks.Where(l => l.SecretHash == hash && l.UsedAt == null && l.ExpiresAt > now);
    }
}
