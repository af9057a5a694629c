using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Owner">The customer who adds to a request of their own; null for staff, and for whoever asked without signing in.</param>
/// <param name="Kind">What the files are.</param>
public sealed record AddToRequestCommand(RequestId Request, CustomerId? Owner, string? Text, IReadOnlyList<SentFile> Files, AttachmentKind Kind = AttachmentKind.Other)
{
    /// <summary>Whether whoever asked without signing in adds to that request, which a link has opened.</summary>
    public bool ByVisitor { get; init; }

    /// <summary>Where staff write down what the person said or sent on paper, by phone, by mail or at the counter; null for what the staff say themselves.</summary>
    public CameBy? FromPerson { get; init; }
}

public enum AddToRequestRefusal
{
    /// <summary>There is no such request, or it is another's.</summary>
    RequestNotFound,

    /// <summary>It has been answered or withdrawn: what is new is a new request.</summary>
    NoLongerOpen,
    NothingAdded,
    TextTooLong,
    TooManyFiles,
    FileEmpty,
    FileTooLarge,
    FileTypeUnknown,

    /// <summary>The identity is established: nobody needs proof of it any more.</summary>
    EvidenceNotNeeded,

    /// <summary>What came about a request came after it, and not in the future.</summary>
    DayImpossible,
}

/// <summary>
/// Either side writes to the other, or adds files, while a request is open. The person is told by mail that there is something to read, not what; without an address, by a letter that says it. Proof of identity that was waited for
/// lets the clock go on.
/// </summary>
public sealed class AddToRequest(RegisterContext db, TimeProvider clock, RequestKey key, TakeBackProposal takeBack, TellRequester tell, ControllerDetails controller)
{
    public const int MostFilesAtOnce = 5;
    public const int MostFiles = 30;

    public Task<Outcome<DataSubjectRequest, AddToRequestRefusal>> Run(AddToRequestCommand command, Actor actor, CancellationToken ct) => db.Weighed(() => Add(command, actor, ct));

    private async Task<Outcome<DataSubjectRequest, AddToRequestRefusal>> Add(AddToRequestCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.RequestsOf(command.Owner).Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request && (!command.ByVisitor || r.ApplicantEmail != null), ct);
        if (request is null)
            return AddToRequestRefusal.RequestNotFound;
        if (!request.IsOpen)
            return AddToRequestRefusal.NoLongerOpen;
        if (command.FromPerson?.IsPossible(request, clock.Today()) == false)
            return AddToRequestRefusal.DayImpossible;
        var says = !string.IsNullOrWhiteSpace(command.Text);
        if (!says && command.Files.Count == 0)
            return AddToRequestRefusal.NothingAdded;
        if (command.Text?.Trim().Length > RequestMessage.Longest)
            return AddToRequestRefusal.TextTooLong;
        if (command is { Kind: AttachmentKind.IdentityEvidence, Files.Count: > 0 } && request.State == RequestState.InHand)
            return AddToRequestRefusal.EvidenceNotNeeded;
        if (command.Files.Count > MostFilesAtOnce
            || (command.Files.Count > 0 && await db.RequestAttachments.CountAsync(a => a.RequestId == request.Id, ct) + command.Files.Count > MostFiles))
            return AddToRequestRefusal.TooManyFiles;
        var files = command.Files.Select(CheckedFile.Of).ToList();
        if (files.Find(f => !f.Succeeded) is { Refusal: { } problem })
            return RefusalOf(problem);

        var side = command is { Owner: null, ByVisitor: false, FromPerson: null } ? RequestSide.Controller : RequestSide.Person;
        if (says)
            db.Add(RequestMessage.Of(request.Id, side, command.Text!, clock, command.FromPerson));
        db.AddRange(files.Select(f => RequestAttachment.Of(request.Id, side, command.Kind, f.Value!, key, clock, command.FromPerson)));
        request.NoteMessage(side);
        db.Touch(request);
        if (command is { Kind: AttachmentKind.IdentityEvidence, Files.Count: > 0 } && request.State == RequestState.WaitingForIdentity)
        {
            await takeBack.Run(request, actor, ct);
            // What came with the request, before it was asked for, is proof from the asking on.
            var came = command.FromPerson?.On ?? clock.Today();
            request.ReceiveProof(came < request.LastPause!.From ? request.LastPause.From : came, clock.Today());
        }

        if (side == RequestSide.Controller && says && !await tell.Run(request, "RequestMessage", link => [request.Number, link, controller.Name], ct))
            db.Add(RequestLetter.Of(request.Id, request.Language, StepLetter.Message(request, command.Text!, controller), clock));
        db.Add(AuditEntry.Of(actor, AuditAction.RequestAddedTo, clock, request.CustomerId, request.Id.Value,
            [.. says ? ["text"] : Array.Empty<string>(), .. files.Count > 0 ? ["files"] : Array.Empty<string>()]));
        await db.SaveChangesAsync(ct);
        return request;
    }

    /// <summary>Staff have read what the person wrote, and it needs no answer.</summary>
    public async Task MarkRead(RequestId id, Actor actor, CancellationToken ct)
    {
        if (await db.Requests.SingleOrDefaultAsync(r => r.Id == id && r.HasNewMessage, ct) is not { } request)
            return;
        request.NoteMessage(RequestSide.Controller);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestViewed, clock, request.CustomerId, id.Value, "message"));
        await db.SaveChangesAsync(ct);
    }

    internal static AddToRequestRefusal RefusalOf(FileProblem problem) => problem switch
    {
        FileProblem.Empty => AddToRequestRefusal.FileEmpty,
        FileProblem.TooLarge => AddToRequestRefusal.FileTooLarge,
        _ => AddToRequestRefusal.FileTypeUnknown,
    };
}
