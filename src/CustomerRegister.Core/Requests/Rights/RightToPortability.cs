using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Staff;

namespace CustomerRegister.Requests.Rights;

/// <summary>To take the data that one has given elsewhere (GDPR Art. 20; N34). Granting makes the package and keeps it for the person to download or to hand over.</summary>
public sealed class RightToPortability(PortabilityPackage package, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Portability;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.NotPortable, DecisionGround.RightsOfOthers];

    /// <summary>What a person could take by themselves is given by customer service.</summary>
    public override Permission DecidedWith => Permission.HandleRequests;

    public override IReadOnlyList<RequestDecision> Decisions { get; } = [RequestDecision.Grant, RequestDecision.Refuse];

    public override bool NeedsReasons(RequestDecision decision) => decision.IsRefusal();

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        // A draft is kept beforehand, piece by piece, for it may be long; only this offers it.
        (await package.Make(granted.Person.Id, DecideRequest.AnswerLifetime, ct)).Offer(granted.Request.Id, clock.Now());
        return null;
    }
}
