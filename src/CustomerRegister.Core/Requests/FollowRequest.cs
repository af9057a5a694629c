using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Letters">What was written to them, oldest first.</param>
/// <param name="HasPackage">Whether the answer has a file.</param>
public sealed record FollowedRequest(DataSubjectRequest Request, ClockReading Clock, Correspondence Correspondence, IReadOnlyList<RequestLetter> Letters, bool HasPackage)
{
    /// <summary>The file, where the link of a moment ago is enough to give it: whose it is, is established, the e-mail address was verified, and no address in it is protected. Else it is given in the portal or by the staff.</summary>
    public AnswerFile? Package { get; init; }

    /// <summary>Whether there is a certificate of what was refused (N37), given in the same way.</summary>
    public bool HasCertificate { get; init; }

    /// <summary>Whether the letters tell what was corrected: given in the same way.</summary>
    public bool HasCorrections { get; init; }

    /// <summary>Whether what the person sent is shown to whoever has the link: not where the address is one that nobody verified.</summary>
    public bool ShowsOwn => Request.ApplicantEmailVerified;

    /// <summary>What an objection is about.</summary>
    public ObjectedUses Uses { get; init; } = ObjectedUses.None;

    public IReadOnlyList<TimelineEvent> Timeline => RequestTimeline.Of(Request, Correspondence.Messages, Correspondence.Files);
}

/// <param name="MadeAt">When the link was mailed: who has just got it holds the address now.</param>
public sealed record OpenedLink(RequestLinkId Id, RequestId Request, DateTime MadeAt);

/// <summary>
/// Whoever asked without signing in follows that one request, by links that come to the address they verified, or that staff took down with their request. A link works once and only when its button is pressed; another is mailed whenever
/// they ask for it. A request says nothing of the register until its identity is established.
/// </summary>
public sealed class FollowRequest(RegisterContext db, TellRequester tell, AddToRequest add, TimeProvider clock)
{
    /// <summary>For how long after the answer it can be read so, in days.</summary>
    public const int ReadableFor = ForgetVisitors.KeptFor;

    /// <summary>For how long after it was mailed a link proves enough to be given what the register holds.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(30);

    private const int MostAtOnce = 5;

    internal static readonly Actor Visitor = Actor.System("public-request", "requests");

    /// <summary>Whether a link still works; nothing happens by looking.</summary>
    public Task<bool> Works(string? secret, CancellationToken ct) => Usable(secret).AnyAsync(ct);

    /// <summary>Uses a link.</summary>
    /// <returns>What it opens; null where it was used, has expired, or is none.</returns>
    public async Task<OpenedLink?> Open(string? secret, CancellationToken ct)
    {
        var now = clock.Now();
        var opened = await Usable(secret).Select(l => new OpenedLink(l.Id, l.RequestId, l.MadeAt)).SingleOrDefaultAsync(ct);
        // Of two who press at once, the one who changes the row wins.
        return opened is not null && await Usable(secret).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), ct) == 1 ? opened : null;
    }

    /// <summary>Whether the browser that used a link may still be with the request.</summary>
    public Task<bool> IsOpen(RequestLinkId link, RequestId request, CancellationToken ct)
    {
        var since = clock.Now() - RequestLink.LongestStay;
        return db.RequestLinks.AnyAsync(l => l.Id == link && l.RequestId == request && l.UsedAt > since && l.EndedAt == null, ct);
    }

    /// <summary>Closes a request in every browser in which it is open.</summary>
    public Task Close(RequestId request, CancellationToken ct)
    {
        var now = clock.Now();
        return db.RequestLinks.Where(l => l.RequestId == request && l.UsedAt != null && l.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.EndedAt, now), ct);
    }

    /// <summary>Mails a new link to whoever has one request open, as the proof that is asked before anything of the register is given.</summary>
    public async Task SendProof(RequestId id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { ApplicantEmail: { } email } request)
            return;
        tell.AddVisitorsMail(request, email, "RequestLink", link => [request.Number, link]);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Mails a new link to each request that was made with an address; to any other address nothing.</summary>
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
        var correspondence = (await Correspondence.Read(db, request.Id, ct)).Where((from, cameOn) => from == RequestSide.Controller || IsTheirs(request, cameOn));
        var now = clock.Now();
        await db.LogRead(AuditEntry.Of(Visitor, AuditAction.RequestViewed, clock, request.CustomerId, request.Id.Value), ct);
        var package = await db.DataPackages.AsNoTracking().Where(p => p.RequestId == request.Id && p.OfferedAt != null && p.ExpiresAt > now).OrderBy(p => p.MadeAt)
            .Select(p => new AnswerFile(p.Id, p.Kind, p.Length, p.MadeAt, p.ExpiresAt)).FirstOrDefaultAsync(ct);
        var mayHave = request is { IdentityCheckedAt: not null, ApplicantEmailVerified: true, CustomerId: { } person } && !await db.Customers.AnyAsync(c => c.Id == person && c.ProtectedUntil != null, ct);
        // What was corrected is told by the register.
        var isCorrected = request is { Type: RequestType.Rectification, DecidedAt: not null } && await db.RectificationItems.AnyAsync(i => i.RequestId == request.Id && i.Decision != null, ct);
        return new(request, request.ReadClock(clock.Today()), correspondence, isCorrected && !mayHave ? [] :
            await db.RequestLetters.AsNoTracking().Where(l => l.RequestId == request.Id).OrderBy(l => l.WrittenAt).ToListAsync(ct), package is not null)
        {
            Package = mayHave ? package : null,
            Uses = request.ApplicantEmailVerified ? await ObjectedUses.Of(db, request, ct) : ObjectedUses.None,
            HasCorrections = mayHave && isCorrected,
            HasCertificate = mayHave && request.Type == RequestType.Rectification && await db.RectificationCertificates.AnyAsync(c => c.RequestId == request.Id, ct),
        };
    }

    /// <summary>Writes to the controller, or adds files.</summary>
    public async Task<Outcome<DataSubjectRequest, AddToRequestRefusal>> Write(RequestId id, string? text, IReadOnlyList<SentFile> files, AttachmentKind kind, CancellationToken ct) =>
        await Find(id, ct) is { } request
            ? await add.Run(new(request.Id, null, text, files, kind) { ByVisitor = true }, Visitor, ct)
            : AddToRequestRefusal.RequestNotFound;

    /// <summary>
    /// Whether what the person sent is the one's who has the link. By a verified address they wrote it themselves, as long as the identity is not established: what staff took down, the customer with whom it was matched may
    /// have told. To an address that nobody verified nothing comes: the customer may have added to the request in the portal. It does not depend on a match, which would tell that there is such a customer.
    /// </summary>
    /// <param name="cameOn">The day, where staff took it down.</param>
    private static bool IsTheirs(DataSubjectRequest request, DateOnly? cameOn) => request.ApplicantEmailVerified && (request.IdentityCheckedAt is not null || cameOn is null);

    /// <summary>What the visitor may act on now: the request itself, or the one with which it was merged.</summary>
    private async Task<DataSubjectRequest?> Find(RequestId id, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id && r.ApplicantEmail != null, ct);
        return request is { State: RequestState.Merged, MergedInto: { } into, ApplicantEmail: { } email }
            && await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == into && r.ApplicantEmail != null, ct) is { } first && first.ApplicantEmail!.Key == email.Key
            ? first : request;
    }

    private IQueryable<RequestLink> Usable(string? secret)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        return db.RequestLinks.Where(l => l.SecretHash == hash && l.UsedAt == null && l.ExpiresAt > now);
    }
}
