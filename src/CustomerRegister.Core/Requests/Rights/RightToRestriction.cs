using CustomerRegister.Restrictions;

namespace CustomerRegister.Requests.Rights;

/// <summary>To have data kept but not used (GDPR Art. 18; N39). Granting restricts at once; the restriction is lifted after the person has been told.</summary>
public sealed class RightToRestriction(PlaceRestriction restrict) : Right
{
    public override RequestType Type => RequestType.Restriction;

    /// <summary>There is nothing of it that could be granted alone.</summary>
    public override IReadOnlyList<RequestDecision> Decisions { get; } = [RequestDecision.Grant, RequestDecision.Refuse];

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.NoReasonToRestrict];

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        await restrict.Add(new(granted.Person.Id, RestrictionReason.OnRequest, granted.Request.Id), granted.Actor, ct);
        return null;
    }
}
