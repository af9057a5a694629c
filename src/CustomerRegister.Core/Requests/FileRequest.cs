using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Rectification;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Customer">Whose request it is; null for an <see cref="Applicant"/>.</param>
/// <param name="ReceivedOn">The day in Helsinki on which it reached the controller; a letter may be entered later.</param>
/// <param name="Language">The language in which it is acknowledged and answered.</param>
/// <param name="Message">The person's own words; see <see cref="Right.NeedsMessage"/>.</param>
/// <param name="Signature">Null when the request came without one.</param>
public sealed record FileRequestCommand(
    CustomerId? Customer, RequestType Type, Channel Channel, DateOnly ReceivedOn, Language Language, string? Message, RequestSignature? Signature)
{
    /// <summary>Somebody of whom nobody knows yet whether they are a customer: staff find it out afterwards, by <see cref="MatchRequest"/>.</summary>
    public Applicant? Applicant { get; init; }

    /// <summary>What is asked to be corrected, item by item: filed by <see cref="FileRectification"/>. Then the message may be missing.</summary>
    public RectificationAsked? Rectification { get; init; }

    /// <summary>Against which uses an objection is; none for all that rests on a legitimate interest, and for every other request.</summary>
    public IReadOnlyList<PurposeId> Against { get; init; } = [];

    /// <summary>The words under which it is signed, as they were shown; their hash is in the signature.</summary>
    public string? Statement { get; init; }

    /// <summary>Who acts for the person; then a mandate is among the files.</summary>
    public Representative? Representative { get; init; }

    public IReadOnlyList<(AttachmentKind Kind, SentFile File)> Files { get; init; } = [];

    /// <summary>Whether the letter is kept on paper, instead of or beside its scan.</summary>
    public bool LetterIsArchived { get; init; }
}

public enum FileRefusal
{
    CustomerNotFound,
    ApplicantNameMissing,

    /// <summary>Neither an e-mail nor a postal address: there is nowhere to send the answer.</summary>
    ApplicantAddressMissing,

    /// <summary>What is to be corrected, and on which ground, or what went wrong, can be told by the person only (N35).</summary>
    MessageMissing,

    /// <summary>A signed letter is attached, or said to be kept on paper (N32).</summary>
    LetterMissing,
    ReceivedInFuture,

    /// <summary>More than <see cref="FileRequest.LongestAgo"/> days ago: more likely a slip of the pen than a letter that lay about.</summary>
    ReceivedLongAgo,
    RepresentativeNameMissing,

    /// <summary>Whoever acts for somebody else shows that they may.</summary>
    MandateMissing,

    /// <summary>More than <see cref="AddToRequest.MostFilesAtOnce"/>; others are added afterwards.</summary>
    TooManyFiles,
    FileEmpty,
    FileTooLarge,
    FileTypeUnknown,

    /// <summary>The use does not rest on a legitimate interest, so it cannot be objected to, or the request is no objection.</summary>
    NotObjectionable,
}

/// <param name="IsNew">False when a request of the same type was open already: it is that one, and none was filed.</param>
public sealed record FiledRequest(RequestId Id, bool IsNew)
{
    /// <summary>Whether what was sent was added to the one that was open: see <see cref="AddToOpen"/>.</summary>
    public bool Added { get; init; }
}

/// <summary>
/// Takes in a data subject's request, of a customer or of somebody who may be none, starts its clock and acknowledges it by mail where there is an address (GDPR Art. 12).
/// </summary>
public sealed class FileRequest(RegisterContext db, TimeProvider clock, AllRights rights, AddToOpen addToOpen, RecordAskedBans bans, RequestKey key, TellRequester tell, ControllerDetails controller)
{
    public const int LongestMessage = 4000;
    public const int LongestName = 200;

    /// <summary>In days.</summary>
    public const int LongestAgo = 366;

    public Task<Outcome<FiledRequest, FileRefusal>> Run(FileRequestCommand command, Actor actor, CancellationToken ct) => db.Weighed(() => File(command, actor, ct));

    private async Task<Outcome<FiledRequest, FileRefusal>> File(FileRequestCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Applicant is { } applicant)
        {
            if (string.IsNullOrWhiteSpace(applicant.Name))
                return FileRefusal.ApplicantNameMissing;
            if (applicant is { Email: null, Address: null })
                return FileRefusal.ApplicantAddressMissing;
        }

        // The letter that is attached says it as well as its words would.
        if (rights[command.Type].NeedsMessage && command.Rectification is null && string.IsNullOrWhiteSpace(command.Message) && !command.Files.Any(f => f.Kind == AttachmentKind.Letter))
            return FileRefusal.MessageMissing;
        var today = clock.Today();
        if (command.ReceivedOn > today)
            return FileRefusal.ReceivedInFuture;
        if (command.ReceivedOn < today.AddDays(-LongestAgo))
            return FileRefusal.ReceivedLongAgo;
        if (command is { Channel: Channel.Letter, LetterIsArchived: false } && !command.Files.Any(f => f.Kind == AttachmentKind.Letter))
            return FileRefusal.LetterMissing;
        if (command.Representative is { } representative)
        {
            if (string.IsNullOrWhiteSpace(representative.Name))
                return FileRefusal.RepresentativeNameMissing;
            if (!command.Files.Any(f => f.Kind == AttachmentKind.Mandate))
                return FileRefusal.MandateMissing;
        }

        if (command.Files.Count > AddToRequest.MostFilesAtOnce)
            return FileRefusal.TooManyFiles;
        List<PurposeId> against = [.. command.Against.Distinct()];
        if (against.Count > 0 && (command.Type != RequestType.Objection || !await db.MayBeObjectedTo(against, ct)))
            return FileRefusal.NotObjectionable;
        var files = command.Files.Select(f => (f.Kind, File: CheckedFile.Of(f.File))).ToList();
        if (files.Find(f => !f.File.Succeeded).File is { Refusal: { } problem })
            return problem switch { FileProblem.Empty => FileRefusal.FileEmpty, FileProblem.TooLarge => FileRefusal.FileTooLarge, _ => FileRefusal.FileTypeUnknown };
        var customer = command.Customer is { } known ? await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == known, ct) : null;
        if (customer is null && (command.Customer is not null || command.Applicant is null))
            return FileRefusal.CustomerNotFound;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The series is held until the end: of two who file at once, the second sees what the first has filed. What is added to an open request takes no number.
        await db.TakeNumber(NumberSeries.Requests, ct, count: 0);
        // Before any row of theirs, as everywhere: two who hold rows of each other would wait for ever.
        if (customer is not null)
            await db.HoldCustomers([customer.Id], ct);
        var open = customer is null ? null : await OwnRequests.OpenOf(db, customer.Id).Where(r => r.Type == command.Type)
            .OrderBy(r => r.Number).Select(r => (RequestId?)r.Id).FirstOrDefaultAsync(ct);
        if (open is { } first)
        {
            var added = await addToOpen.Run(first, command, against, [.. files.Select(f => (f.Kind, f.File.Value!))], actor, ct);
            if (added.Refusal is { } refusal)
                return refusal;
            var forbidden = await bans.Also(first, customer!.Id, against, command.Channel, command.ReceivedOn, actor, ct);
            await transaction.CommitAsync(ct);
            return new FiledRequest(first, false) { Added = added.Value || forbidden };
        }

        var (id, number) = (EntityKey.New<RequestId>(clock), await db.TakeNumber(NumberSeries.Requests, ct));
        var request = customer is not null
            ? DataSubjectRequest.File(id, number, customer.Id, command.Type, command.Channel, command.ReceivedOn, command.Language, command.Message, Sealed(command, id, against), command.Representative)
            : DataSubjectRequest.FileForVisitor(
                id, number, command.Applicant!, command.Type, command.ReceivedOn, command.Language, command.Message, Sealed(command, id, against), command.Representative, command.Channel);
        if (command.LetterIsArchived)
            request.ArchiveLetter();
        db.Add(request);
        db.AddRange(against.Select(purpose => ObjectedPurpose.Of(id, purpose, named: true, isSigned: command.Signature is not null)));
        db.AddRange(files.Select(f => RequestAttachment.Of(id, RequestSide.Person, f.Kind, f.File.Value!, key, clock)));
        if (command.Statement is { } statement && !await db.SignedStatements.AnyAsync(s => s.Hash == command.Signature!.StatementHash, ct))
            db.Add(SignedStatement.Of(statement));
        if (customer is not null)
            await rights[request.Type].OnFiled(new(request, customer, actor) { Rectification = command.Rectification }, ct);
        if (customer?.Email is { } email)
            db.Add(Acknowledgement(request, email));
        if (request.ApplicantEmail is { } applicants)
            tell.AddVisitorsMail(request, applicants, "RequestReceived", link => [number, MailTexts.Day(request.DeadlineOn, request.Language), controller.Name, link]);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestFiled, clock, request.CustomerId, request.Id.Value));
        await db.SaveChangesAsync(ct);
        await bans.Run(request, actor, ct);
        await transaction.CommitAsync(ct);
        return new FiledRequest(request.Id, true);
    }

    private RequestSignature? Sealed(FileRequestCommand command, RequestId id, IReadOnlyList<PurposeId> against)
    {
        // Statements without their words could not be shown again; a signature without them stays as it came.
        if (command is not { Signature: { } signature, Statement: { } statement })
            return command.Signature;
        if (Sha256.Hex(statement) != signature.StatementHash)
            throw new ArgumentException("The signature is not under this statement.", nameof(command));
        return signature with { Seal = SignatureCheck.SealOf(key, id, command.Type, string.IsNullOrWhiteSpace(command.Message) ? null : command.Message.Trim(), against, signature) };
    }

    private OutgoingEmail Acknowledgement(DataSubjectRequest request, EmailAddress email) => OutgoingEmail.To(email, request.CustomerId, request.Language,
        MailTexts.In(request.Language, "RequestReceived.Subject", controller.RegisterName),
        MailTexts.In(request.Language, "RequestReceived.Body", request.Number, MailTexts.Day(request.DeadlineOn, request.Language), controller.Name),
        clock).About(request.Id);
}
