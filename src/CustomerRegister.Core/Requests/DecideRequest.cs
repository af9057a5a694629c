using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Reasons">What the person is told. A refusal needs it; so does granting what is done by hand.</param>
public sealed record DecideRequestCommand(RequestId Request, RequestDecision Decision, string? Reasons)
{
    /// <summary>The grounds in law of what is refused; none where nothing is, or where each part has its own.</summary>
    public IReadOnlyList<DecisionGround> Grounds { get; init; } = [];

    /// <summary>What is refused, category by category, of a request that is granted in part.</summary>
    public IReadOnlyList<RefusedPart> Parts { get; init; } = [];

    /// <summary>The uses that end, where an objection is granted in part.</summary>
    public IReadOnlyList<PurposeId> Purposes { get; init; } = [];

    /// <summary>Whether a correction is granted although nothing in the register needs to be written; the reasons tell why.</summary>
    public bool NothingToWrite { get; init; }
}

public enum DecideRequestRefusal
{
    RequestNotFound,
    NotPermitted,
    IdentityNotEstablished,
    AlreadyDecided,

    /// <summary>A refusal without reasons is none (GDPR Art. 12(4)).</summary>
    ReasonsMissing,

    /// <summary>The person has been erased since: there is nothing to answer with.</summary>
    PersonGone,

    /// <summary>A request of this type cannot be decided so.</summary>
    NotSuchDecision,

    /// <summary>A request for correction is decided item by item: see <see cref="Rectification.DecideRectification"/>.</summary>
    ItemsUndecided,

    /// <summary>A correction is granted item by item, but none is entered, and it was not said that nothing needs to be written.</summary>
    ItemsMissing,

    /// <summary>What is to be corrected is no longer there.</summary>
    DetailGone,

    /// <summary>The address is protected, and whoever decides may not see it.</summary>
    AddressProtected,

    /// <summary>Granted in part, but it was not said which categories are refused, or all are, or one of them cannot be.</summary>
    PartsMissing,

    /// <summary>An objection is granted in part, but it was not said which uses end, or all do.</summary>
    PurposesMissing,

    /// <summary>A refusal, of all or of a part, rests on a ground in law.</summary>
    GroundsMissing,

    /// <summary>The ground is of another right, or nothing is refused.</summary>
    NotSuchGround,

    /// <summary>Another's decision waits for its confirmation.</summary>
    AwaitsConfirmation,

    /// <summary>There is no decision to confirm.</summary>
    NothingToConfirm,

    /// <summary>Whoever decided cannot confirm it too.</summary>
    SamePerson,

    /// <summary>No data, it was said, but there is a customer with the address or the name, and it was not said why that is somebody else.</summary>
    SomebodyFound,

    /// <summary>No data, it was said, but it has been found out whose the request is.</summary>
    PersonFound,
}

/// <summary>
/// Decides a data subject's request, by a person (N31), and tells the one who made it. What the decision does is said by the <see cref="Right"/>. Where the setting asks for
/// four eyes (<see cref="DecisionConfirmation"/>), it counts only when a second person with the same right confirms it. Whose identity is not established can be told just that.
/// </summary>
public sealed class DecideRequest(RegisterContext db, TimeProvider clock, AllRights rights, CarryOutDecision carryOut, AnswerNoData noData, TakeBackProposal takeBack, DecisionConfirmation confirmation)
{
    public const int LongestReasons = 4000;

    /// <summary>How long an answer can be downloaded.</summary>
    public static readonly TimeSpan AnswerLifetime = TimeSpan.FromDays(30);

    public async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Run(DecideRequestCommand command, Actor actor, CancellationToken ct)
    {
        var isForWantOfIdentity = new DecisionMade(command.Decision, command.Grounds, command.Reasons).IsForWantOfIdentity;
        var found = await Find(command.Request, isForWantOfIdentity, actor, ct);
        if (!found.Succeeded)
            return found.Refusal.Value;
        var (request, person, decider) = found.Value;
        var right = rights[request.Type];
        if (request.ProposedBy is not null)
            return DecideRequestRefusal.AwaitsConfirmation;
        if (!right.Decisions.Contains(command.Decision))
            return DecideRequestRefusal.NotSuchDecision;
        if (!isForWantOfIdentity && command.Grounds.Count > 0 && !(command.Decision.IsRefusal() && command.Grounds.All(right.Grounds.Contains)))
            return DecideRequestRefusal.NotSuchGround;
        var parts = command.Decision == RequestDecision.GrantPartly && right.RefusesByCategory ? command.Parts.DistinctBy(p => p.Category).OrderBy(p => p.Category).ToList() : [];
        if (!parts.TrueForAll(p => right.Grounds.Contains(p.Ground)))
            return DecideRequestRefusal.NotSuchGround;
        if (command.Decision == RequestDecision.GrantPartly && right.RefusesByCategory && (parts.Count == 0 || parts.Count == right.RefusableCategories.Count || !parts.TrueForAll(p => right.RefusableCategories.Contains(p.Category))))
            return DecideRequestRefusal.PartsMissing;
        var purposes = right.GrantsByPurpose ? await Ending(request, command, ct) : [];
        if (purposes is null)
            return DecideRequestRefusal.PurposesMissing;
        if (((right.GrantsByItems && command.NothingToWrite) || right.NeedsReasons(command.Decision)) && string.IsNullOrWhiteSpace(command.Reasons))
            return DecideRequestRefusal.ReasonsMissing;
        var made = new DecisionMade(command.Decision, [.. command.Grounds.Distinct()], command.Reasons) { Parts = parts, Purposes = purposes };
        if (made.LacksGrounds)
            return DecideRequestRefusal.GroundsMissing;
        if (right.GrantsByItems && command.Decision != RequestDecision.Refuse && !command.NothingToWrite && !await db.RectificationItems.AnyAsync(i => i.RequestId == request.Id, ct))
            return DecideRequestRefusal.ItemsMissing;
        if (!confirmation.FourEyes)
            return await carryOut.Run(request, person, made, decider, actor, ct) is { } refusal ? refusal : request;
        request.Propose(made, decider, clock.Now());
        if (right.GrantsByPurpose)
            await Propose(request.Id, purposes, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.DecisionProposed, clock, request.CustomerId, request.Id.Value));
        return await Save(request, ct);
    }

    /// <summary>The second person agrees: now the decision counts, and is told.</summary>
    public async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Confirm(RequestId id, Actor actor, CancellationToken ct)
    {
        var found = await Find(id, null, actor, ct);
        if (!found.Succeeded)
            return found.Refusal.Value;
        var (request, person, confirmer) = found.Value;
        if (request.Proposal is not { } made)
            return DecideRequestRefusal.NothingToConfirm;
        if (request.ProposedBy == confirmer)
            return DecideRequestRefusal.SamePerson;
        if (made.Decision == RequestDecision.NoData)
            return await noData.Confirm(request, made, actor, ct);
        if (rights[request.Type].GrantsByPurpose)
            made = made with { Purposes = await db.ObjectedPurposes.Where(o => o.RequestId == id && o.Proposed).Select(o => o.PurposeId).ToListAsync(ct) };
        return await carryOut.Run(request, person, made, request.ProposedBy!.Value, actor, ct) is { } refusal ? refusal : request;
    }

    /// <summary>The second person disagrees, or the first thinks again: the request is to be decided anew.</summary>
    public async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Return(RequestId id, Actor actor, CancellationToken ct)
    {
        var found = await Find(id, null, actor, ct);
        if (!found.Succeeded)
            return found.Refusal.Value;
        var (request, _, _) = found.Value;
        if (request.Proposal is null)
            return DecideRequestRefusal.NothingToConfirm;
        await takeBack.Run(request, actor, ct);
        return await Save(request, ct);
    }

    /// <summary>The uses that end by such a decision; empty for all that the person objects to where they named none. Null where it was not said.</summary>
    private async Task<List<PurposeId>?> Ending(DataSubjectRequest request, DecideRequestCommand command, CancellationToken ct)
    {
        var uses = await ObjectedUses.Of(db, request, ct);
        var named = uses.Named.Select(p => p.Id).ToList();
        if (command.Decision != RequestDecision.GrantPartly)
            return command.Decision == RequestDecision.Grant ? named : [];
        var among = uses.IsGeneral ? await db.Objectionable().Select(p => p.Id).ToListAsync(ct) : named;
        List<PurposeId> ending = [.. among.Intersect(command.Purposes)];
        return ending.Count > 0 && ending.Count < among.Count ? ending : null;
    }

    private async Task Propose(RequestId request, List<PurposeId> ending, CancellationToken ct)
    {
        var rows = await db.ObjectedPurposes.Where(o => o.RequestId == request).ToListAsync(ct);
        var picked = ending.Except(rows.Select(o => o.PurposeId)).Select(purpose => ObjectedPurpose.Of(request, purpose, named: false)).ToList();
        db.AddRange(picked);
        foreach (var row in rows.Concat(picked))
            row.Propose(ending.Contains(row.PurposeId));
    }

    /// <param name="isForWantOfIdentity">Whether it is refused because the identity is not established; null where it is what has been proposed.</param>
    private async Task<Outcome<Found, DecideRequestRefusal>> Find(RequestId id, bool? isForWantOfIdentity, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return DecideRequestRefusal.RequestNotFound;
        if (actor.Id is not { } decider || await db.Users.SingleOrDefaultAsync(u => u.Id == decider, ct) is not { } account || !account.Holds(rights[request.Type].DecidedWith))
            return DecideRequestRefusal.NotPermitted;
        if (!request.IsOpen)
            return DecideRequestRefusal.AlreadyDecided;
        if (isForWantOfIdentity is null && request.Proposal is { Decision: RequestDecision.NoData })
            return request.CustomerId is null ? new Found(request, null, decider) : DecideRequestRefusal.PersonFound;
        if (isForWantOfIdentity ?? request.Proposal is { IsForWantOfIdentity: true })
        {
            if (request.State == RequestState.InHand)
                return DecideRequestRefusal.NotSuchGround;
            // Whoever was never asked has not failed to show it.
            return request.LastPause is null ? DecideRequestRefusal.IdentityNotEstablished : new Found(request, null, decider);
        }

        if (request.State != RequestState.InHand)
            return DecideRequestRefusal.IdentityNotEstablished;
        return await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CustomerId, ct) is { } person
            ? new Found(request, person, decider)
            : DecideRequestRefusal.PersonGone;
    }

    private async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Save(DataSubjectRequest request, CancellationToken ct)
    {
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

    /// <param name="Person">Null where the identity is not established, and the decision says so.</param>
    private sealed record Found(DataSubjectRequest Request, Customer? Person, Guid Decider);
}
