using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Name">Whose data it is about.</param>
/// <param name="Email">Of whoever asks.</param>
/// <param name="Statement">The words under which it is signed, as they were shown.</param>
public sealed record AskAsVisitorCommand(RequestType Type, string Name, EmailAddress Email, string? Message, Language Language, string Statement)
{
    /// <summary>Who acts for the person, and signs; then a mandate is among the files.</summary>
    public Representative? Representative { get; init; }

    /// <summary>Against which uses an objection is; see <see cref="FileRequestCommand.Against"/>.</summary>
    public IReadOnlyList<PurposeId> Against { get; init; } = [];

    public IReadOnlyList<(AttachmentKind Kind, SentFile File)> Files { get; init; } = [];
}

public enum AskAsVisitorRefusal
{
    NameMissing,
    MessageMissing,
    RepresentativeNameMissing,

    /// <summary>Whoever acts for somebody else shows that they may.</summary>
    MandateMissing,
    TooManyFiles,
    FileEmpty,
    FileTooLarge,
    FileTypeUnknown,

    /// <summary>A use does not rest on a legitimate interest, or no longer does: see <see cref="FileRefusal.NotObjectionable"/>.</summary>
    NotObjectionable,

    /// <summary>So many files of unverified requests wait that no more are taken in for now; without files a request is.</summary>
    NoRoomForFiles,
}

/// <param name="File">Which of the files is to blame; null where none is.</param>
public sealed record VisitorRefusal(AskAsVisitorRefusal Refusal, int? File = null);

/// <summary>
/// A request by somebody who is not signed in, and perhaps not in the register. The e-mail address is verified first by a link that only acts when its button is pressed; then it is a
/// request that staff match to a customer, or answer that there is no data. Whether the register knows the address is told to nobody.
/// </summary>
public sealed class AskAsVisitor(RegisterContext db, AllRights rights, TellRequester tell, RequestKey key, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    /// <summary>Of the files of all requests whose address nobody has verified, together, in bytes: whoever fills this keeps out files, not requests, and the database stays as it is.</summary>
    public const long MostWaiting = 1L << 30;

    /// <returns>Null when the mail is on its way, or what keeps it from being made.</returns>
    public async Task<VisitorRefusal?> Run(AskAsVisitorCommand command, CancellationToken ct)
    {
        if (Missing(command) is { } missing)
            return new(missing);
        if (command.Type == RequestType.Objection && !await db.MayBeObjectedTo([.. command.Against.Distinct()], ct))
            return new(AskAsVisitorRefusal.NotObjectionable);
        if (command.Files.Count > AddToRequest.MostFilesAtOnce)
            return new(AskAsVisitorRefusal.TooManyFiles);
        var files = command.Files.Select(f => (f.Kind, File: CheckedFile.Of(f.File))).ToList();
        if (files.FindIndex(f => !f.File.Succeeded) is >= 0 and var wrong)
            return new(RefusalOf(files[wrong].File.Refusal!.Value), wrong);
        if (files.Count > 0 && await db.VisitorAttachments.SumAsync(a => (long)a.Length, ct) + files.Sum(f => (long)f.File.Value!.Content.Length) > MostWaiting)
            return new(AskAsVisitorRefusal.NoRoomForFiles);
        var secret = LinkSecret.New();
        var asked = VisitorRequest.Of(command, secret.Hash, LinkLifetime, clock);
        db.Add(asked);
        db.AddRange(files.Select(f => VisitorAttachment.Of(asked.Id, f.Kind, f.File.Value!, key, clock)));
        db.Add(OutgoingEmail.Farewell(command.Email, command.Language,
            MailTexts.In(command.Language, "VerifyRequest.Subject", controller.RegisterName),
            MailTexts.In(command.Language, "VerifyRequest.Body", controller.Name, address.Link($"/request/verify?secret={secret.Text}"), (int)LinkLifetime.TotalHours),
            clock));
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Whether a link still works; nothing happens by looking.</summary>
    public Task<bool> Works(string? secret, CancellationToken ct)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        return db.VisitorRequests.AnyAsync(v => v.SecretHash == hash && v.ExpiresAt > now, ct);
    }

    /// <returns>The number of the request; null when the link does not work, or has been used.</returns>
    public async Task<long?> Verify(string? secret, CancellationToken ct)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Taking a number holds the series: of two who press at once, the second finds the link used.
        var number = await db.TakeNumber(NumberSeries.Requests, ct);
        if (await db.VisitorRequests.SingleOrDefaultAsync(v => v.SecretHash == hash && v.ExpiresAt > now, ct) is not { } asked)
            return null;
        var id = EntityKey.New<RequestId>(clock);
        // Also what rests on something else by now: without a name it would be against all.
        var against = asked.Against;
        var signature = new RequestSignature(asked.RepresentativeName ?? asked.Name, asked.MadeAt, VerifiedEmail, Sha256.Hex(asked.Statement));
        signature = signature with { Seal = SignatureCheck.SealOf(key, id, asked.Type, asked.Message, against, signature) };
        // The time runs from the day on which it was sent, not from the day on which its address was verified.
        var request = DataSubjectRequest.FileForVisitor(id, number, new(asked.Name, asked.Email) { EmailIsVerified = true }, asked.Type, HelsinkiTime.DayOf(asked.MadeAt), asked.Language, asked.Message, signature, asked.Representative);
        db.Add(request);
        db.AddRange(against.Select(purpose => ObjectedPurpose.Of(id, purpose, named: true, isSigned: true)));
        var files = await db.VisitorAttachments.Where(a => a.VisitorRequestId == asked.Id).ToListAsync(ct);
        db.AddRange(files.Select(file => RequestAttachment.Of(id, file)));
        db.RemoveRange(files);
        db.Remove(asked);
        if (!await db.SignedStatements.AnyAsync(s => s.Hash == signature.StatementHash, ct))
            db.Add(SignedStatement.Of(asked.Statement));
        tell.AddVisitorsMail(request, asked.Email, "RequestReceived", link => [number, MailTexts.Day(request.DeadlineOn, asked.Language), controller.Name, link]);
        db.Add(AuditEntry.Of(FollowRequest.Visitor, AuditAction.RequestFiled, clock, null, id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return number;
    }

    private AskAsVisitorRefusal? Missing(AskAsVisitorCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.Name))
            return AskAsVisitorRefusal.NameMissing;
        if (rights[command.Type].NeedsMessage && string.IsNullOrWhiteSpace(command.Message))
            return AskAsVisitorRefusal.MessageMissing;
        if (command.Representative is not { } representative)
            return null;
        return string.IsNullOrWhiteSpace(representative.Name) ? AskAsVisitorRefusal.RepresentativeNameMissing
            : command.Files.Any(f => f.Kind == AttachmentKind.Mandate) ? null : AskAsVisitorRefusal.MandateMissing;
    }

    private static AskAsVisitorRefusal RefusalOf(FileProblem problem) => problem switch
    {
        FileProblem.Empty => AskAsVisitorRefusal.FileEmpty,
        FileProblem.TooLarge => AskAsVisitorRefusal.FileTooLarge,
        _ => AskAsVisitorRefusal.FileTypeUnknown,
    };

    /// <summary>The way of signing in that stands in the signature of a visitor: none, but an address that was verified.</summary>
    public const string VerifiedEmail = "VerifiedEmail";
}
