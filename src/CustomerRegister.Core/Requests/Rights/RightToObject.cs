using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests.Rights;

/// <summary>
/// To object to uses of data that rest on a legitimate interest (GDPR Art. 21(1); N3, N40): to those that the person names, or to all. Until it is decided whose interest weighs more, what is named
/// stops (<see cref="PendingObjections"/>); an objection to all restricts the processing (Art. 18(1)(d)), and whatever the decision, the person is told before that ends. What is granted lasts as an <see cref="Objection"/>. What a ban ends is forbidden at once,
/// before anything is decided: see <see cref="RecordAskedBans"/>. Who objects to all, and is right, has forbidden that too.
/// </summary>
public sealed class RightToObject(RegisterContext db, PlaceRestriction restrict, SetBan ban, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Objection;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.CompellingGrounds, DecisionGround.LegalClaims];

    public override bool GrantsByPurpose => true;

    public override async Task OnFiled(RequestInHand filed, CancellationToken ct)
    {
        var request = filed.Request.Id;
        // What is filed just now is not saved yet.
        var names = db.ObjectedPurposes.Local.Any(o => o.RequestId == request && o.Named) || await db.ObjectedPurposes.AnyAsync(o => o.RequestId == request && o.Named, ct);
        if (!names)
            await restrict.Add(new(filed.Person.Id, RestrictionReason.ObjectionPending, request), filed.Actor, ct);
    }

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        var (request, person) = (granted.Request.Id, granted.Person.Id);
        var asked = await db.ObjectedPurposes.Where(o => o.RequestId == request).ToListAsync(ct);
        var endsAll = decision == RequestDecision.Grant && !asked.Exists(o => o.Named);
        await Decide(asked, person, use => endsAll || granted.Purposes.Contains(use), ct);
        foreach (var purpose in granted.Purposes.Except(asked.Select(o => o.PurposeId)))
        {
            var picked = ObjectedPurpose.Of(request, purpose, named: false);
            picked.Decide(ends: true);
            db.Add(picked);
        }

        PurposeId?[] ended = endsAll ? [null] : [.. granted.Purposes.Select(p => (PurposeId?)p)];
        var standing = await db.Objections.Where(o => o.CustomerId == person && o.EndedAt == null).Select(o => o.PurposeId).ToListAsync(ct);
        foreach (var purpose in ended.Except(standing))
        {
            var objection = Objection.Of(person, purpose, clock);
            db.Add(objection);
            db.Add(AuditEntry.Of(granted.Actor, AuditAction.ObjectionUpheld, clock, person, objection.Id.Value));
        }

        if (endsAll)
        {
            await db.HoldCustomers([person], ct);
            foreach (var kind in Enum.GetValues<BanKind>())
                await ban.Add(new(person, kind, Forbidden: true, granted.Request.Channel), granted.Actor, ct);
        }

        return null;
    }

    public override async Task<DecideRequestRefusal?> OnRefused(RequestInHand refused, CancellationToken ct)
    {
        await Decide(await db.ObjectedPurposes.Where(o => o.RequestId == refused.Request.Id).ToListAsync(ct), refused.Person.Id, use => false, ct);
        return null;
    }

    // What a ban ends has ended if the ban is in force, whatever is decided of the rest.
    private async Task Decide(List<ObjectedPurpose> asked, CustomerId person, Func<PurposeId, bool> ends, CancellationToken ct)
    {
        if (asked.Count == 0)
            return;
        var (uses, inForce) = (await db.Forbiddable().AsNoTracking().ToListAsync(ct), await db.BansInForce(person, ct));
        var forbidden = uses.Where(p => inForce.Contains(p.Ban!.Value)).Select(p => p.Id).ToHashSet();
        asked.ForEach(o => o.Decide(forbidden.Contains(o.PurposeId) || ends(o.PurposeId)));
    }
}
