using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Restrictions;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum WithdrawRequestRefusal
{
    /// <summary>The customer has no such request.</summary>
    RequestNotFound,

    /// <summary>It has been answered, or withdrawn before.</summary>
    NoLongerOpen,

    /// <summary>It came after the request, and not in the future.</summary>
    DayImpossible,

    /// <summary>The letter is attached, or said to be kept on paper (N32).</summary>
    LetterMissing,
    FileEmpty,
    FileTooLarge,
    FileTypeUnknown,
}

/// <summary>
/// Whoever made a request takes it back, and with it the restriction that it alone had caused (N39). The owner is part of the condition: another's request is
/// not there. The mail about it tells the person too where somebody else has done it.
/// </summary>
public sealed class WithdrawRequest(RegisterContext db, EndRestriction endRestriction, DestroyEvidence destroy, TakeBackProposal takeBack, TellRequester tell, RequestKey key, ControllerDetails controller, TimeProvider clock)
{
    public Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> Run(CustomerId customer, RequestId id, Actor actor, CancellationToken ct) =>
        Withdraw(db.RequestsOf(customer).Where(r => r.Id == id), actor, ct);

    /// <summary>By whoever asked without signing in, to whom a link to their verified address has opened the request: one that stood in a letter may be misspelt.</summary>
    public Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> ByVisitor(RequestId id, CancellationToken ct) =>
        Withdraw(db.Requests.Where(r => r.Id == id && r.ApplicantEmailVerified), FollowRequest.Visitor, ct);

    /// <summary>Staff write down that the person takes it back on paper, by phone, by mail or at the counter.</summary>
    /// <param name="letter">By which they do, scanned.</param>
    /// <param name="letterIsArchived">Whether the letter is kept on paper, instead of or beside its scan.</param>
    public Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> ByStaff(RequestId id, CameBy came, SentFile? letter, bool letterIsArchived, Actor actor, CancellationToken ct) =>
        Withdraw(db.Requests.Where(r => r.Id == id), actor, ct, came, letter, letterIsArchived);

    private async Task<Outcome<DataSubjectRequest, WithdrawRequestRefusal>> Withdraw(
        IQueryable<DataSubjectRequest> own, Actor actor, CancellationToken ct, CameBy? came = null, SentFile? letter = null, bool letterIsArchived = false)
    {
        var request = await own.Include(r => r.Pauses).SingleOrDefaultAsync(ct);
        if (request is null)
            return WithdrawRequestRefusal.RequestNotFound;
        if (!request.IsOpen)
            return WithdrawRequestRefusal.NoLongerOpen;

        if (came?.IsPossible(request, clock.Today()) == false)
            return WithdrawRequestRefusal.DayImpossible;
        if (came is { Channel: Channel.Letter } && letter is null && !letterIsArchived)
            return WithdrawRequestRefusal.LetterMissing;
        var file = letter is null ? null : CheckedFile.Of(letter);
        if (file is { Refusal: { } problem })
            return problem switch { FileProblem.Empty => WithdrawRequestRefusal.FileEmpty, FileProblem.TooLarge => WithdrawRequestRefusal.FileTooLarge, _ => WithdrawRequestRefusal.FileTypeUnknown };
        await takeBack.Run(request, actor, ct);
        request.Withdraw(clock.Now(), came);
        if (file is { Value: { } content })
            db.Add(RequestAttachment.Of(request.Id, RequestSide.Person, AttachmentKind.Letter, content, key, clock, came));
        if (letterIsArchived)
            request.ArchiveLetter();
        var endsRestriction = await endRestriction.Run(request, actor, ct);
        var restriction = endsRestriction ? MailTexts.In(request.Language, "RequestWithdrawn.Restriction") + "\n\n" : "";
        if (!await tell.Run(request, "RequestWithdrawn", link => [request.Number, link, controller.Name, restriction], ct))
            db.Add(RequestLetter.Of(request.Id, request.Language, StepLetter.Withdrawal(request, endsRestriction, controller), clock));
        db.Add(AuditEntry.Of(actor, AuditAction.RequestWithdrawn, clock, request.CustomerId, request.Id.Value));
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await destroy.Run(request, actor, ct);
            await db.SaveChangesAsync(ct);
            if (endsRestriction)
                await db.ForgetUnconsentedVisits(request.CustomerId, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was answered at the same moment.
            return WithdrawRequestRefusal.NoLongerOpen;
        }

        return request;
    }
}
