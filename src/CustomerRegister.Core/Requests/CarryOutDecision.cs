using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Rectification;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Decision">What is decided, on which grounds, with which reasons.</param>
public sealed record DecisionMade(RequestDecision Decision, IReadOnlyList<DecisionGround> Grounds, string? Reasons)
{
    /// <summary>What is refused of a request that is granted in part.</summary>
    public IReadOnlyList<RefusedPart> Parts { get; init; } = [];

    /// <summary>The uses that end, where an objection is granted; none for all that it is against.</summary>
    public IReadOnlyList<PurposeId> Purposes { get; init; } = [];

    /// <summary>Whether nothing was asked but bans, which are in force already: they wait for no proof of identity.</summary>
    public bool IsOfBansAlone { get; init; }

    /// <summary>Whether it refuses because nobody could tell whether the request is of the person.</summary>
    public bool IsForWantOfIdentity => this is { Decision: RequestDecision.Refuse, Grounds: [DecisionGround.PersonNotIdentified] };

    /// <summary>Whether it refuses, all or in part, and says on no ground in law (GDPR Art. 12(4)).</summary>
    public bool LacksGrounds => Decision.IsRefusal() && Grounds.Count == 0 && Parts.Count == 0;
}

/// <summary>What happens when a decision counts: the right's own effect, the letter, the mail, the entry, in one save. Used by who decides alone and by who confirms.</summary>
public sealed class CarryOutDecision(RegisterContext db, TimeProvider clock, AllRights rights, ErasureCoolingOff coolingOff, TellRequester tell, DestroyEvidence destroy, EndRestriction endRestriction, PublicAddress address, ControllerDetails controller)
{
    /// <returns>Null, or why it cannot be: then nothing is decided.</returns>
    /// <param name="person">Null only where it was never found out who asks, which is the decision.</param>
    internal async Task<DecideRequestRefusal?> Run(DataSubjectRequest request, Customer? person, DecisionMade made, Guid decider, Actor actor, CancellationToken ct)
    {
        var isRefused = made.Decision == RequestDecision.Refuse;
        // From the effect on: a certificate's number is taken, and a restriction laid on whom somebody is changing, only if all of it is.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        // To whom nobody knows, a right has nothing to do: there is no certificate with the person's data for them.
        if (!made.IsForWantOfIdentity && await Effect(rights[request.Type], new(request, person!, actor) { Reasons = made.Reasons, Grounds = made.Grounds, Parts = made.Parts, Purposes = made.Purposes }, made.Decision, ct) is { } refusal)
        {
            // Nothing of what was refused may be saved with anything else.
            db.ChangeTracker.Clear();
            return refusal;
        }

        // What was restricted on a stranger's word ends with it.
        if (request is { MayBeAnothers: true, CustomerId: not null })
            await endRestriction.Run(request, actor, ct);
        request.Decide(made, decider, clock.Now());
        db.Add(RequestLetter.Of(request.Id, request.Language, await Letter(request, made, ct), clock));
        await tell.Run(request, "RequestAnswered", link => [request.Number, link, controller.Name], ct);
        db.Add(AuditEntry.Of(actor, isRefused ? AuditAction.RequestRefused : AuditAction.RequestGranted, clock, request.CustomerId, request.Id.Value));
        try
        {
            await destroy.Run(request, actor, ct);
            await db.SaveChangesAsync(ct);
            if (transaction is not null)
                await transaction.CommitAsync(ct);
            return null;
        }
        // Within a transaction of the caller's, what is to be done about it is the caller's too.
        catch (DbUpdateConcurrencyException) when (transaction is not null)
        {
            // Somebody else pressed first.
            return DecideRequestRefusal.AlreadyDecided;
        }
    }

    private static Task<DecideRequestRefusal?> Effect(Right right, RequestInHand inHand, RequestDecision decision, CancellationToken ct) =>
        decision == RequestDecision.Refuse ? right.OnRefused(inHand, ct) : right.OnGranted(inHand, decision, ct);

    /// <summary>The letter that such a decision would send.</summary>
    public async Task<LetterText> Letter(DataSubjectRequest request, DecisionMade made, CancellationToken ct)
    {
        var ending = made.Purposes.ToList();
        var uses = ending.Count == 0 ? [] : await db.Purposes.AsNoTracking().Where(p => ending.Contains(p.Id)).OrderBy(p => p.Position).Select(p => p.Name).ToListAsync(ct);
        var against = await ObjectedUses.Of(db, request, ct);
        var endsAll = against.IsGeneral && made.Decision == RequestDecision.Grant;
        // What was asked in another's name, as may be, is not told to whoever asked unless it was recorded.
        List<Purpose> asked = [.. (request.IdentityCheckedAt is not null || made.IsOfBansAlone ? against.Bans : []).UnionBy(against.Recorded, p => p.Id)];
        IReadOnlySet<BanKind> forbidden = asked.Count == 0 || endsAll ? new HashSet<BanKind>() : await db.BansInForce(request.CustomerId, ct);
        var bans = endsAll ? await db.Forbiddable().AsNoTracking().ToListAsync(ct) : asked.FindAll(p => forbidden.Contains(p.Ban!.Value));
        return DecisionLetter.Compose(
            new(request.Type, request.Number, request.ReceivedOn, made.Decision, made.Grounds, made.Reasons,
                request.Type == RequestType.Erasure ? coolingOff.Days : (int)DecideRequest.AnswerLifetime.TotalDays)
            {
                Parts = made.Parts,
                Uses = uses.ConvertAll(name => name.In(request.Language)),
                EndsAllUses = endsAll,
                Bans = [.. bans.Select(p => p.Name.In(request.Language))],
                Allowed = endsAll ? [] : [.. asked.Except(bans).Select(p => p.Name.In(request.Language))],
                Items = made.IsForWantOfIdentity ? [] : await DecidedItems.Of(db, request, ct),
                Certificate = request.Type == RequestType.Rectification && made.Decision.IsRefusal() && !made.IsForWantOfIdentity ? Certificate(request.Id) : null,
            },
            controller, request.Language);
    }

    // It is issued with the decision, and saved with it.
    private CertificateTold Certificate(RequestId request) =>
        db.RectificationCertificates.Local.FirstOrDefault(c => c.RequestId == request) is { } issued
            ? new(issued.Number, issued.Code, address.Link($"/verify/{issued.Code}"))
            : new(null, null, null);
}
