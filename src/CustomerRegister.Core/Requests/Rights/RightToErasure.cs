using CustomerRegister.Data;
using CustomerRegister.Retention;

namespace CustomerRegister.Requests.Rights;

/// <summary>
/// To be forgotten (GDPR Art. 17; N19, N42). What a ground keeps is weighed by the erasure plan, so a request is never granted in part by hand. It is carried out after the
/// cooling-off time. Both ways clear all that leads to the person; anonymising says that the orders were asked to live on as statistics, and are told so.
/// </summary>
public sealed class RightToErasure(RegisterContext db, ErasureCoolingOff coolingOff, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Erasure;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.StillNeeded, DecisionGround.LegalObligation, DecisionGround.LegalClaims, DecisionGround.FreedomOfExpression, DecisionGround.ArchivingOrStatistics];

    public override IReadOnlyList<RequestDecision> Decisions { get; } = [RequestDecision.Grant, RequestDecision.Anonymise, RequestDecision.Refuse];

    public override bool NeedsReasons(RequestDecision decision) => decision.IsRefusal();

    public override Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        db.Add(RequestedErasure.Approve(granted.Request.Id, granted.Person.Id, clock.Now(), TimeSpan.FromDays(coolingOff.Days)));
        return Task.FromResult<DecideRequestRefusal?>(null);
    }
}
