namespace CustomerRegister.Requests.Rights;

/// <summary>To complain to the controller about how data was used: it is answered like the other rights, and does not replace a complaint to the supervisory authority (N41).</summary>
public sealed class RightToComplain : Right
{
    public override RequestType Type => RequestType.Complaint;

    /// <summary>There is nothing of it that could be granted alone.</summary>
    public override IReadOnlyList<RequestDecision> Decisions { get; } = [RequestDecision.Grant, RequestDecision.Refuse];

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.NothingUnlawful];

    public override bool NeedsMessage => true;
}
