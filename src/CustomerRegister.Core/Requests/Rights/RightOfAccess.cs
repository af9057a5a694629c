using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests.Rights;

/// <summary>To learn what is held (GDPR Art. 15; N32). Granting makes the package of all of it, or of what is not refused, and keeps it for the person to download.</summary>
public sealed class RightOfAccess(RegisterContext db, AccessPackage package, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Access;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.RightsOfOthers, DecisionGround.NationalSecurity, DecisionGround.DangerToHealthOrRights, DecisionGround.SupervisoryTask];

    /// <summary>What a person may simply see is answered by customer service.</summary>
    public override Permission DecidedWith => Permission.HandleRequests;

    public override IReadOnlyList<DataCategory> RefusableCategories { get; } = Enum.GetValues<DataCategory>();

    public override bool NeedsReasons(RequestDecision decision) => decision.IsRefusal();

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        // A draft is kept beforehand, piece by piece, for it may be long; only this offers it.
        (await package.Make(granted.Request, DecideRequest.AnswerLifetime, ct, granted.Parts)).Offer(granted.Request.Id, clock.Now());
        if (granted.Parts.Count == 0)
            return null;
        // What is withheld now leaves by no package that was made before, nor by a link to one.
        var (person, now) = (granted.Person.Id, clock.Now());
        foreach (var earlier in await db.DataPackages.Where(p => p.CustomerId == person && p.OfferedAt != null && p.ExpiresAt > now).ToListAsync(ct))
            earlier.End(now);
        return null;
    }
}
