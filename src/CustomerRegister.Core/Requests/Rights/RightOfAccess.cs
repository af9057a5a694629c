using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Staff;

namespace CustomerRegister.Requests.Rights;

/// <summary>To learn what is held (GDPR Art. 15; N32). Granting makes the package of all of it and keeps it for the person to download.</summary>
public sealed class RightOfAccess(RegisterContext db, AccessPackage package, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Access;

    /// <summary>What a person may simply see is answered by customer service.</summary>
    public override Permission DecidedWith => Permission.HandleRequests;

    public override IReadOnlyList<RequestDecision> Decisions { get; } = [RequestDecision.Grant, RequestDecision.Refuse];

    public override bool NeedsReasons(RequestDecision decision) => decision.IsRefusal();

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        db.Add(RequestFile.Of(granted.Request.Id, AccessPackage.FileName, AccessPackage.ContentType, await package.Build(granted.Request, ct), DecideRequest.AnswerLifetime, clock));
        return null;
    }
}
