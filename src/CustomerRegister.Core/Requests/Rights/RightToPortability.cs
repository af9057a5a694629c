using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests.Rights;

/// <summary>
/// To take the data that one has given elsewhere (GDPR Art. 20; N34). Granting makes the package of all of it, or of what does not touch the rights of others (Art. 20(4)), and keeps it for the
/// person to download or to hand over.
/// </summary>
public sealed class RightToPortability(RegisterContext db, PortabilityPackage package, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Portability;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.NotPortable, DecisionGround.RightsOfOthers];

    /// <summary>What a person could take by themselves is given by customer service.</summary>
    public override Permission DecidedWith => Permission.HandleRequests;

    public override IReadOnlyList<DataCategory> RefusableCategories => ReadPortableData.Categories;

    public override bool NeedsReasons(RequestDecision decision) => decision.IsRefusal();

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        // A draft is kept beforehand, piece by piece, for it may be long; only this offers it.
        (await package.Make(granted.Person.Id, DecideRequest.AnswerLifetime, ct, granted.Parts)).Offer(granted.Request.Id, clock.Now());
        if (granted.Parts.Count == 0)
            return null;
        // What is withheld now leaves by no package that was made before, nor by a link to one.
        var (person, now) = (granted.Person.Id, clock.Now());
        foreach (var earlier in await db.DataPackages.Where(p => p.CustomerId == person && p.Kind == DataPackageKind.Portability && p.OfferedAt != null && p.ExpiresAt > now).ToListAsync(ct))
            earlier.End(now);
        return null;
    }
}
