using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Reasons">Why none of those who are found by the address or the name is the one who asks; for the controller only. Needed where somebody is found.</param>
public sealed record AnswerNoDataCommand(RequestId Request, string? Reasons);

/// <summary>
/// Answers somebody who was not signed in that there is no data about them. It ends the request like any other decision: made by who may decide such requests and, where the setting asks for
/// four eyes, confirmed by a second person (<see cref="DecideRequest.Confirm"/>).
/// </summary>
public sealed class AnswerNoData(RegisterContext db, MatchRequest match, AllRights rights, DecisionConfirmation confirmation, DestroyEvidence destroy, ControllerDetails controller, TimeProvider clock)
{
    /// <summary>In characters.</summary>
    public const int LongestReasons = 1000;

    public async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Run(AnswerNoDataCommand command, Actor actor, CancellationToken ct)
    {
        var found = await Find(command.Request, actor, ct);
        if (!found.Succeeded)
            return found.Refusal.Value;
        var (request, decider) = found.Value;
        if (request.ProposedBy is not null)
            return DecideRequestRefusal.AwaitsConfirmation;
        var made = new DecisionMade(RequestDecision.NoData, [], string.IsNullOrWhiteSpace(command.Reasons) ? null : command.Reasons.Trim());
        if (await MayBe(request, made, actor, ct))
            return DecideRequestRefusal.SomebodyFound;
        if (!confirmation.FourEyes)
            return await CarryOut(request, made, decider, actor, ct);
        request.Propose(made, decider, clock.Now());
        return await Save(request, AuditAction.DecisionProposed, actor, ct);
    }

    /// <summary>The second person agrees.</summary>
    internal async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Confirm(DataSubjectRequest request, DecisionMade made, Actor actor, CancellationToken ct) =>
        // Somebody may have come into the register since.
        await MayBe(request, made, actor, ct) ? DecideRequestRefusal.SomebodyFound : await CarryOut(request, made, request.ProposedBy!.Value, actor, ct);

    private async Task<bool> MayBe(DataSubjectRequest request, DecisionMade made, Actor actor, CancellationToken ct) =>
        made.Reasons is null && (await match.Candidates(request, actor, ct)).Found.Count > 0;

    private async Task<Outcome<Found, DecideRequestRefusal>> Find(RequestId id, Actor actor, CancellationToken ct)
    {
        if (await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request)
            return DecideRequestRefusal.RequestNotFound;
        if (actor.Id is not { } decider || await db.Users.SingleOrDefaultAsync(u => u.Id == decider, ct) is not { } account || !account.Holds(rights[request.Type].DecidedWith))
            return DecideRequestRefusal.NotPermitted;
        if (!request.IsOpen)
            return DecideRequestRefusal.AlreadyDecided;
        return request is { CustomerId: null, ApplicantName: not null } ? new Found(request, decider) : DecideRequestRefusal.PersonFound;
    }

    private async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> CarryOut(DataSubjectRequest request, DecisionMade made, Guid decider, Actor actor, CancellationToken ct)
    {
        request.FindNoData(decider, made.Reasons, clock.Now());
        var letter = DecisionLetter.Compose(new(request.Type, request.Number, request.ReceivedOn, RequestDecision.NoData, [], null, 0), controller, request.Language);
        db.Add(RequestLetter.Of(request.Id, request.Language, letter, clock));
        if (request.ApplicantEmail is { } email)
        {
            db.Add(OutgoingEmail.Farewell(email, request.Language,
                MailTexts.In(request.Language, "RequestAnswered.Subject", controller.RegisterName),
                string.Join("\n\n", letter.Paragraphs.Append(controller.Name)), clock).About(request.Id));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await destroy.Run(request, actor, ct);
        var outcome = await Save(request, AuditAction.RequestGranted, actor, ct);
        if (outcome.Succeeded)
            await transaction.CommitAsync(ct);
        return outcome;
    }

    private async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Save(DataSubjectRequest request, string action, Actor actor, CancellationToken ct)
    {
        db.Add(AuditEntry.Of(actor, action, clock, null, request.Id.Value, "no-data"));
        try
        {
            await db.SaveChangesAsync(ct);
            return request;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else pressed first.
            return DecideRequestRefusal.AlreadyDecided;
        }
    }

    private sealed record Found(DataSubjectRequest Request, Guid Decider);
}
