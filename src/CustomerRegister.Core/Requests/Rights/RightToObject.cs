using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests.Rights;

/// <summary>
/// To object to uses of data that rest on a legitimate interest (GDPR Art. 21(1); N3, N40): to those that the person names, or to all. Until it is decided whose interest weighs more, processing
/// is restricted (Art. 18(1)(d)); whatever the decision, the person is told before that ends. What is granted lasts as an <see cref="Objection"/>. Direct marketing is forbidden at once by a ban,
/// not here.
/// </summary>
public sealed class RightToObject(RegisterContext db, PlaceRestriction restrict, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Objection;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.CompellingGrounds, DecisionGround.LegalClaims];

    public override bool GrantsByPurpose => true;

    public override async Task OnFiled(RequestInHand filed, CancellationToken ct) =>
        await restrict.Add(new(filed.Person.Id, RestrictionReason.ObjectionPending, filed.Request.Id), filed.Actor, ct);

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        var (request, person) = (granted.Request.Id, granted.Person.Id);
        var asked = await db.ObjectedPurposes.Where(o => o.RequestId == request).ToListAsync(ct);
        asked.ForEach(o => o.Decide(granted.Purposes.Count == 0 || granted.Purposes.Contains(o.PurposeId)));
        foreach (var purpose in granted.Purposes.Except(asked.Select(o => o.PurposeId)))
        {
            var picked = ObjectedPurpose.Of(request, purpose, named: false);
            picked.Decide(ends: true);
            db.Add(picked);
        }

        PurposeId?[] ended = granted.Purposes.Count == 0 ? [null] : [.. granted.Purposes.Select(p => (PurposeId?)p)];
        var standing = await db.Objections.Where(o => o.CustomerId == person && o.EndedAt == null).Select(o => o.PurposeId).ToListAsync(ct);
        foreach (var purpose in ended.Except(standing))
        {
            var objection = Objection.Of(person, purpose, clock);
            db.Add(objection);
            db.Add(AuditEntry.Of(granted.Actor, AuditAction.ObjectionUpheld, clock, person, objection.Id.Value));
        }

        return null;
    }

    public override async Task<DecideRequestRefusal?> OnRefused(RequestInHand refused, CancellationToken ct)
    {
        foreach (var named in await db.ObjectedPurposes.Where(o => o.RequestId == refused.Request.Id).ToListAsync(ct))
            named.Decide(ends: false);
        return null;
    }
}
