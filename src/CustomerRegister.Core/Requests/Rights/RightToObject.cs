using CustomerRegister.Restrictions;

namespace CustomerRegister.Requests.Rights;

/// <summary>
/// To object to a use of data that rests on a legitimate interest (GDPR Art. 21(1); N40). Until it is decided whose interest weighs more, processing is restricted
/// (Art. 18(1)(d)); whatever the decision, the person is told before that ends. Direct marketing is forbidden at once by a ban, not here.
/// </summary>
public sealed class RightToObject(PlaceRestriction restrict) : Right
{
    public override RequestType Type => RequestType.Objection;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.CompellingGrounds, DecisionGround.LegalClaims];

    public override async Task OnFiled(RequestInHand filed, CancellationToken ct) =>
        await restrict.Add(new(filed.Person.Id, RestrictionReason.ObjectionPending, filed.Request.Id), filed.Actor, ct);
}
