using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Reasons">Why the request is complex, or that there are many: told to the person.</param>
public sealed record ExtendDeadlineCommand(RequestId Request, string? Reasons);

public enum ExtendDeadlineRefusal
{
    RequestNotFound,
    AlreadyAnswered,
    AlreadyExtended,

    /// <summary>The first deadline has passed: an extension is told within the first month, or not at all.</summary>
    TooLate,
    ReasonsMissing,
}

/// <param name="Mailed">False when no e-mail address is on record: the letter must be sent.</param>
public sealed record DeadlineExtended(DateOnly Deadline, bool Mailed);

/// <summary>Takes two further months for a request that is complex, and tells the person so with the reasons (GDPR Art. 12(3)).</summary>
public sealed class ExtendDeadline(RegisterContext db, TimeProvider clock, TellRequester tell, ControllerDetails controller)
{
    public const int LongestReasons = 4000;

    public async Task<Outcome<DeadlineExtended, ExtendDeadlineRefusal>> Run(ExtendDeadlineCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request, ct);
        if (request is null)
            return ExtendDeadlineRefusal.RequestNotFound;
        if (!request.IsOpen)
            return ExtendDeadlineRefusal.AlreadyAnswered;
        if (request.Extended)
            return ExtendDeadlineRefusal.AlreadyExtended;
        if (!request.ReadClock(clock.Today()).MayExtend)
            return ExtendDeadlineRefusal.TooLate;
        if (string.IsNullOrWhiteSpace(command.Reasons))
            return ExtendDeadlineRefusal.ReasonsMissing;

        request.Extend(command.Reasons, clock.Now());
        db.Add(RequestLetter.Of(request.Id, request.Language, StepLetter.Extension(request, request.DeadlineOn, request.ExtensionReasons, controller), clock));
        var mailed = await tell.Run(request, "DeadlineExtended", link => [request.Number, MailTexts.Day(request.DeadlineOn, request.Language), link, controller.Name], ct);
        db.Add(AuditEntry.Of(actor, AuditAction.DeadlineExtended, clock, request.CustomerId, request.Id.Value, nameof(request.DeadlineOn), nameof(request.ExtensionReasons)));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else pressed first.
            return ExtendDeadlineRefusal.AlreadyExtended;
        }

        return new DeadlineExtended(request.DeadlineOn, mailed);
    }

    /// <summary>The letter that such an extension would send; nothing is extended.</summary>
    /// <param name="request">With its pauses.</param>
    public LetterText Letter(DataSubjectRequest request, string reasons) => StepLetter.Extension(request, Extended(request), reasons, controller);

    /// <summary>The deadline as it would be.</summary>
    public DateOnly Extended(DataSubjectRequest request) =>
        LegalClock.Compute(request.ReceivedOn, [.. request.Pauses.Select(p => new ClockPause(p.From, p.To))], extended: true, clock.Today()).Deadline;
}
