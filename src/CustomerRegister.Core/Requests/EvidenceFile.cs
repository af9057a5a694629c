using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Rectification;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public sealed record EvidenceEvent(DateOnly On, DateTime? At, TimelineStep Step);

public sealed record EvidenceText(DateTime At, RequestSide From, string Text, Consents.Channel? Channel = null, DateOnly? CameOn = null);

public sealed record EvidenceAttachment(AttachmentKind Kind, AttachmentType Type, int Length, string Sha256, DateTime AddedAt, DateTime? DestroyedAt);

public sealed record EvidenceLetter(DateTime WrittenAt, Language Language, string Title, string Body);

public sealed record EvidenceMail(DateTime CreatedAt, DateTime? SentAt, EmailState State, string Subject, string? Failure);

public sealed record EvidenceLogEntry(DateTime At, string Action, string Role, string Purpose, string? Fields);

/// <summary>What was asked to be corrected of one value, and what became of it.</summary>
/// <param name="IsHidden">It is part of a protected address, and the values are left out: where the person lives is in no file.</param>
public sealed record EvidenceItem(
    RectifiedField Field, string? Current, string? Proposed, string Ground, RectificationDecision? Decision, DecisionGround? RefusalGround, string? Written, string? Reasons, DateOnly? SourceToldOn, bool IsHidden);

/// <summary>The certificate of what was not corrected; its words are those of the items and the decision.</summary>
public sealed record EvidenceCertificate(long Number, DateTime IssuedAt, bool IsUnaltered);

/// <summary>What became of an erasure that was granted: when, what went, and what kept the rest.</summary>
public sealed record EvidenceErasure(RequestedErasureState State, DateTime ApprovedAt, DateTime DueAt, DateTime? DoneAt, IReadOnlyList<DataCategory> Erased, IReadOnlyList<Ground> Kept);

/// <summary>One request as the supervisory authority reads it. Staff are named by their roles; whoever else is mentioned is masked.</summary>
/// <param name="Person">Whose request it is; null where nobody in the register is known to be, or they are no longer there.</param>
/// <param name="Applicant">Who asked without being signed in, as they called themselves; null for the others, and when it is forgotten.</param>
/// <param name="IsForgotten">The person was erased since: what was written to them and by them went too.</param>
/// <param name="Clock">How the deadline came about, step by step.</param>
/// <param name="NoDataReasons">Why none of those who were found is the one who asked and was told that there is no data.</param>
/// <param name="WithdrawnBy">How the word came that no answer is wanted, where staff wrote it down; and on which day.</param>
/// <param name="Parts">What is refused of a request that was granted in part, and the ground of each.</param>
public sealed record RequestEvidence(
    long Number, RequestType Type, RequestState State, Channel Channel, Language Language, DateOnly ReceivedOn, DateOnly DeadlineOn, IReadOnlyList<ClockStep> Clock,
    string? Person, long? CustomerNumber, string? Applicant, bool IsForgotten, Representation? Representation, string? Representative,
    string? Message, IReadOnlyList<string> ObjectsTo, IReadOnlyList<string> UsesEnded, string? SignedBy, DateTime? SignedAt, string? SignedStatement, SignatureState? Signature,
    IdentityMethod? IdentityCheckedBy, DateTime? IdentityCheckedAt, DateTime? ExtendedAt, string? ExtensionReasons,
    RequestDecision? Decision, IReadOnlyList<DecisionGround> Grounds, IReadOnlyList<RefusedPart> Parts, string? Reasons, string? NoDataReasons, DateTime? DecidedAt, DateTime? WithdrawnAt, Channel? WithdrawnBy, DateOnly? WithdrawnOn,
    IReadOnlyList<EvidenceItem> Items, EvidenceCertificate? Certificate, EvidenceErasure? Erasure,
    IReadOnlyList<EvidenceEvent> Timeline, IReadOnlyList<EvidenceText> Messages, IReadOnlyList<EvidenceAttachment> Attachments,
    IReadOnlyList<EvidenceLetter> Letters, IReadOnlyList<EvidenceMail> Mails, IReadOnlyList<EvidenceLogEntry> Log);

/// <summary>What the template of an evidence file shows.</summary>
public sealed record EvidenceDocument(RequestEvidence Evidence, ControllerDetails Controller);

/// <summary>
/// The evidence file for the supervisory authority: for one request or for all that came in a year, its course, identity check, decision, letters and log, to read (HTML) and to process (JSON),
/// in one ZIP that is written as it is read: a year of any size needs no more memory than fifty requests.
/// </summary>
public sealed partial class EvidenceFile(RegisterContext db, IDocumentRenderer documents, SignatureCheck signatures, CertificateKey certificateKey, ControllerDetails controller, TimeProvider clock)
{
    private const int AtOnce = 50;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether there is such a request.</summary>
    public Task<bool> Exists(RequestId id, CancellationToken ct) => db.Requests.AnyAsync(r => r.Id == id, ct);

    public Task Write(RequestId id, Stream to, Actor actor, CancellationToken ct) => Write(db.Requests.Where(r => r.Id == id), id.Value, to, actor, ct);

    /// <param name="year">The year in which the requests were received.</param>
    public Task Write(int year, Stream to, Actor actor, CancellationToken ct)
    {
        var (first, next) = (new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1));
        return Write(db.Requests.Where(r => r.ReceivedOn >= first && r.ReceivedOn < next), null, to, actor, ct);
    }

    private async Task Write(IQueryable<DataSubjectRequest> asked, Guid? subject, Stream to, Actor actor, CancellationToken ct)
    {
        // Before anything leaves: whoever breaks the download off has had some of it.
        db.Add(AuditEntry.Of(actor, AuditAction.EvidenceFileMade, clock, subject is null ? null : await asked.Select(r => r.CustomerId).SingleOrDefaultAsync(ct), subject));
        await db.SaveChangesAsync(ct);
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        var after = 0L;
        while (true)
        {
            var batch = await asked.AsNoTracking().Include(r => r.Pauses).Where(r => r.Number > after).OrderBy(r => r.Number).Take(AtOnce).ToListAsync(ct);
            foreach (var evidence in await Gather(batch, ct))
            {
                var html = await documents.Render("EvidenceFile", new EvidenceDocument(evidence, controller), Language.Fi, ct);
                await Add(zip, $"request-{evidence.Number}.html", stream => stream.WriteAsync(Encoding.UTF8.GetBytes(html), ct).AsTask(), ct);
                await Add(zip, $"request-{evidence.Number}.json", stream => JsonSerializer.SerializeAsync(stream, evidence, Json, ct), ct);
            }

            if (batch.Count < AtOnce)
                return;
            after = batch[^1].Number;
        }
    }

    private static async Task Add(ZipArchive zip, string name, Func<Stream, Task> write, CancellationToken ct)
    {
        await using var stream = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
        await write(stream);
    }

    // Fourteen queries for fifty requests.
    private async Task<List<RequestEvidence>> Gather(List<DataSubjectRequest> requests, CancellationToken ct)
    {
        var ids = requests.ConvertAll(r => r.Id);
        var customers = requests.Select(r => r.CustomerId).OfType<CustomerId>().Distinct().ToList();
        var maybeIds = ids.ConvertAll(id => (RequestId?)id);
        var people = await db.Customers.AsNoTracking().Where(c => customers.Contains(c.Id)).Select(c => new { c.Id, c.Number, c.FirstName, c.LastName, c.Email, c.ProtectedUntil }).ToDictionaryAsync(c => c.Id, ct);
        var messages = (await db.RequestMessages.AsNoTracking().Where(m => ids.Contains(m.RequestId)).OrderBy(m => m.At).ToListAsync(ct)).ToLookup(m => m.RequestId);
        var files = (await db.RequestAttachments.AsNoTracking().Where(a => ids.Contains(a.RequestId)).OrderBy(a => a.AddedAt)
            .Select(a => new { a.RequestId, a.Hash, Line = new AttachmentLine(a.Id, a.From, a.Kind, a.Type, null, a.Length, a.AddedAt, a.DestroyedAt) { CameOn = a.CameOn } }).ToListAsync(ct)).ToLookup(a => a.RequestId);
        var letters = (await db.RequestLetters.AsNoTracking().Where(l => ids.Contains(l.RequestId)).OrderBy(l => l.WrittenAt).ToListAsync(ct)).ToLookup(l => l.RequestId);
        var mails = (await db.OutgoingEmails.AsNoTracking().Where(m => maybeIds.Contains(m.RequestId)).OrderBy(m => m.CreatedAt).ToListAsync(ct)).ToLookup(m => m.RequestId);
        var items = (await db.RectificationItems.AsNoTracking().Where(i => ids.Contains(i.RequestId)).OrderBy(i => i.Position).ToListAsync(ct)).ToLookup(i => i.RequestId);
        var certificates = await db.RectificationCertificates.AsNoTracking().Where(c => ids.Contains(c.RequestId)).ToDictionaryAsync(c => c.RequestId, ct);
        var erasures = await db.RequestedErasures.AsNoTracking().Where(e => ids.Contains(e.RequestId)).ToDictionaryAsync(e => e.RequestId, ct);
        var log = (await ViewRequest.LogOf(db, ids.ConvertAll(id => id.Value)).OrderBy(e => e.At).ToListAsync(ct)).ToLookup(e => e.SubjectId);
        var uses = await ObjectedUses.Of(db, requests, ct);
        var signed = await signatures.Run(requests, ct);

        var staff = await db.Users.AsNoTracking().Select(u => u.FullName).ToListAsync(ct);
        var contacts = (await (from mine in db.ContactRoles
                               join theirs in db.ContactRoles on mine.OrganisationId equals theirs.OrganisationId
                               where customers.Contains(mine.CustomerId) && theirs.CustomerId != mine.CustomerId
                               select new { mine.CustomerId, theirs.Customer.FirstName, theirs.Customer.LastName }).Distinct().ToListAsync(ct)).ToLookup(c => c.CustomerId, c => Customer.NameOf(c.FirstName, c.LastName));

        var gathered = new List<RequestEvidence>();
        foreach (var r in requests)
        {
            var person = r.CustomerId is { } id && !r.MayBeAnothers ? people.GetValueOrDefault(id) : null;
            var signature = signed.GetValueOrDefault(r.Id);
            string[] known = [person?.Email?.ToString() ?? "", r.ApplicantEmail?.ToString() ?? "", controller.Email, controller.Phone, controller.Authority.Email, controller.Authority.Phone];
            // Staff are told by their roles, whoever acts for the person by initials, other contact persons not at all.
            var others = OtherPeople.Sought(
                [.. staff, .. r.CustomerId is { } key ? contacts[key] : [], r.RepresentativeName ?? ""],
                [.. person is null ? [] : OtherPeople.OwnNames(person.FirstName, person.LastName), r.ApplicantName ?? ""]);
            string? Masked(string? text) => text is null ? null : OthersMasked(others?.Replace(text, OtherPeople.MaskedIn(Language.Fi)) ?? text, known);
            // One's own former names are no one else's.
            string? MaskedNote(RectificationItem item, string? value) => item.Field == RectifiedField.Note ? Masked(value) : value;
            EvidenceItem ItemOf(RectificationItem item, bool isHidden) => isHidden
                ? new(item.Field, null, null, Masked(item.Ground)!, item.Decision, item.RefusalGround, null, Masked(item.Reasons), item.SourceToldOn, true)
                : new(item.Field, MaskedNote(item, item.CurrentValue), MaskedNote(item, item.ProposedValue), Masked(item.Ground)!, item.Decision, item.RefusalGround, MaskedNote(item, item.WrittenValue), Masked(item.Reasons), item.SourceToldOn, false);
            gathered.Add(new(
                r.Number, r.Type, r.State, r.Channel, r.Language, r.ReceivedOn, r.DeadlineOn, [.. r.ReadClock(clock.Today()).Steps.Where(s => s is not { Kind: ClockStepKind.Paused, Days: 0 })],
                person is null ? null : $"{person.FirstName} {person.LastName}".Trim(), person?.Number, r.ApplicantName, IsForgotten: person is null && r.ApplicantName is null, r.Representation, Initials(r.RepresentativeName),
                Masked(r.Message), Names([.. uses[r.Id].Named, .. uses[r.Id].Bans], uses[r.Id].IsGeneral), Names([.. uses[r.Id].Ended.UnionBy(uses[r.Id].Recorded, p => p.Id)], uses[r.Id].EndsAll),
                r.Representation is null ? r.Signature?.Name : Initials(r.Signature?.Name), r.Signature?.At, signature?.Statement, signature?.State,
                r.IdentityCheckedBy, r.IdentityCheckedAt, r.ExtendedAt, Masked(r.ExtensionReasons),
                r.Decision, r.Grounds, r.Parts, Masked(r.DecisionReasons), Masked(r.NoDataReasons), r.DecidedAt, r.WithdrawnAt, r.WithdrawnBy, r.WithdrawnOn,
                [.. items[r.Id].Select(i => ItemOf(i, isHidden: person?.ProtectedUntil is not null && StoredDetails.AddressParts.Contains(i.Field)))],
                certificates.GetValueOrDefault(r.Id) is { } certificate ? new(certificate.Number, certificate.IssuedAt, certificate.IsUnaltered(certificateKey)) : null,
                erasures.GetValueOrDefault(r.Id) is { } erasure ? Of(erasure) : null,
                [.. RequestTimeline.Of(r, messages[r.Id], files[r.Id].Select(f => f.Line)).Select(e => new EvidenceEvent(e.On, e.At, e.Step))],
                [.. messages[r.Id].Select(m => new EvidenceText(m.At, m.From, Masked(m.Text)!, m.Channel, m.CameOn))],
                [.. files[r.Id].Select(f => new EvidenceAttachment(f.Line.Kind, f.Line.Type, f.Line.Length, f.Hash, f.Line.AddedAt, f.Line.DestroyedAt))],
                [.. letters[r.Id].Select(l => new EvidenceLetter(l.WrittenAt, l.Language, l.Title, Masked(person?.ProtectedUntil is null ? l.Body : DecidedItems.WithoutAddress(l.Body, items[r.Id]))!))],
                [.. mails[r.Id].Select(m => new EvidenceMail(m.CreatedAt, m.SentAt, m.State, m.Subject, m.LastFailure))],
                [.. log[r.Id.Value].Select(e => new EvidenceLogEntry(e.At, e.Action, e.ActorRole, e.Purpose, e.Fields))]));
        }

        return gathered;
    }

    private static List<string> Names(IReadOnlyList<Purpose> uses, bool all) => all ? [LetterTexts.In(Language.Fi, "AllUses")] : [.. uses.Select(p => p.Name.Fi)];

    private static EvidenceErasure Of(RequestedErasure erasure) =>
        new(erasure.State, erasure.ApprovedAt, erasure.DueAt, erasure.DoneAt, [.. ErasurePlan.CategoriesOf(erasure.ErasedCategories)], ErasurePlan.ParseGrounds(erasure.Grounds));

    /// <summary>E-mail addresses, telephone numbers and personal identity codes in free text that are not among the known: the person's own, the controller's, the authority's.</summary>
    internal static string OthersMasked(string text, IReadOnlyList<string> known)
    {
        string Unless(Match found, string mask) => known.Any(k => k.Length > 0 && k.Contains(found.Value, StringComparison.OrdinalIgnoreCase)) ? found.Value : mask;
        text = Email().Replace(text, m => Unless(m, "***@***"));
        text = IdentityCode().Replace(text, "******-****");
        return Phone().Replace(text, m => Unless(m, "***"));
    }

    internal static string? Initials(string? name) => name is null ? null
        : string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => $"{part[0]}."));

    [GeneratedRegex(@"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[A-Za-z]{2,}")]
    private static partial Regex Email();

    [GeneratedRegex(@"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b")]
    private static partial Regex IdentityCode();

    [GeneratedRegex(@"(?<![\w.])(\+358|0)\s?\d{1,3}[\s-]?\d{3}[\s-]?\d{2,5}\b")]
    private static partial Regex Phone();
}
