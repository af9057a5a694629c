using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Rectification;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests.Rights;

/// <summary>
/// To have wrong data corrected and missing data completed (GDPR Art. 16; N35). What is wrong, and on which ground, can be told by the person only: item by item,
/// or in their own words. What is accepted is written with the person and the request as its source; what is refused gets a certificate (N37).
/// </summary>
public sealed class RightToRectification(RegisterContext db, ChangeCustomer change, PlaceRestriction restrict, TellRecipients tell, CertificateKey key, ControllerDetails controller, TimeProvider clock) : Right
{
    public override RequestType Type => RequestType.Rectification;

    protected override IReadOnlyList<DecisionGround> OwnGrounds => [DecisionGround.DataIsAccurate];

    public override bool NeedsMessage => true;

    public override bool GrantsByItems => true;

    /// <summary>What is accepted speaks for itself; why something is not is told with each item.</summary>
    public override bool NeedsReasons(RequestDecision decision) => decision.IsRefusal();

    public override async Task OnFiled(RequestInHand filed, CancellationToken ct)
    {
        if (filed.Rectification is not { } asked)
            return;
        db.AddRange(asked.Entries.Select((entry, i) => RectificationItem.Of(filed.Request.Id, i + 1, entry, clock)));
        if (asked.RestrictMeanwhile)
            await restrict.Add(new(filed.Person.Id, RestrictionReason.AccuracyContested, filed.Request.Id), filed.Actor, ct);
    }

    public override async Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct)
    {
        var items = await Items(granted, ct);
        if (items.Exists(i => i.Draft is null))
            return DecideRequestRefusal.ItemsUndecided;
        items.ForEach(i => i.Decide());
        var accepted = items.Where(i => i.Decision != RectificationDecision.Refuse).ToList();
        if (accepted.Count > 0 && await Write(accepted, granted, ct) is { } refusal)
            return refusal;
        // Where nothing was written, nobody has anything to correct.
        if (accepted.Count > 0)
            await tell.Of(granted.Person.Id, RecipientNoticeKind.Rectified, accepted.ConvertAll(i => i.Field.Category()), granted.Request.Id, granted.Actor, ct);
        if (decision.IsRefusal())
            await Certify(granted, items, ct);
        return null;
    }

    public override async Task<DecideRequestRefusal?> OnRefused(RequestInHand refused, CancellationToken ct)
    {
        var items = await Items(refused, ct);
        if (items.Exists(i => i.Draft is null))
            return DecideRequestRefusal.ItemsUndecided;
        items.ForEach(i => i.Decide());
        await Certify(refused, items, ct);
        return null;
    }

    public override async Task OnReturned(DataSubjectRequest request, CancellationToken ct) =>
        (await db.RectificationItems.Where(i => i.RequestId == request.Id).ToListAsync(ct)).ForEach(i => i.ReturnDraft());

    // As the use case has just proposed them: the context gives what it tracks.
    private Task<List<RectificationItem>> Items(RequestInHand inHand, CancellationToken ct) =>
        db.RectificationItems.Where(i => i.RequestId == inHand.Request.Id).OrderBy(i => i.Position).ToListAsync(ct);

    private async Task<DecideRequestRefusal?> Write(List<RectificationItem> accepted, RequestInHand granted, CancellationToken ct)
    {
        if (await CustomerDetails.ForChange(db, granted.Person.Id, ct) is not { } customer)
            return DecideRequestRefusal.PersonGone;
        if (customer.IsAddressHiddenFrom(granted.Actor) && accepted.Exists(i => StoredDetails.AddressParts.Contains(i.Field)))
            return DecideRequestRefusal.AddressProtected;
        if (Correction.Of(customer, accepted, granted.Request.Number) is not { } command)
            return DecideRequestRefusal.DetailGone;
        var details = StoredDetails.Of(customer);
        foreach (var item in accepted)
            item.Corrected(details.FirstOrDefault(d => d.Field == item.Field && d.TargetId == item.TargetId)?.Source);
        await tell.OfSources(customer.Id, granted.Request.Id, accepted, granted.Actor, ct);
        // The person has asked for it: no restriction stops it.
        await change.Write(command, customer, granted.Actor.On(customer.Id.Value), ct);
        return null;
    }

    private async Task Certify(RequestInHand inHand, List<RectificationItem> items, CancellationToken ct)
    {
        var (request, person) = (inHand.Request, inHand.Person);
        var refused = items.Where(i => i.Decision == RectificationDecision.Refuse).ToList();
        // It goes to the person, and is sealed as it is.
        var others = refused.Exists(i => i.Field == RectifiedField.Note) ? await OtherPeople.Than(person, db, ct, request.Language) : null;
        var content = new CertificateContent(controller.Name, person.FullName, person.Number, request.Number, request.ReceivedOn, request.Message,
            refused.Count == 0 ? inHand.Reasons : null,
            [.. refused.Select(i => new CertificateItem(i.Field, others?.MaskIn(i.Field, i.CurrentValue) ?? i.CurrentValue, i.ProposedValue, i.Ground, i.Reasons!) { RefusalGround = i.RefusalGround })])
        {
            Grounds = refused.Count == 0 ? inHand.Grounds : [],
        };
        var certificate = RectificationCertificate.Issue(
            request.Id, await db.TakeNumber(NumberSeries.Certificates, ct), inHand.Actor.Id!.Value, request.Language, content, key, clock);
        db.Add(certificate);
        db.Add(AuditEntry.Of(inHand.Actor, AuditAction.CertificateIssued, clock, person.Id, request.Id.Value));
    }
}
