using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Portal;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Records the bans that stand in an objection as soon as it is known whose it is: they are not weighed, and wait for no decision (GDPR Art. 21(2) and (3)). It is known of a customer who is signed
/// in or writes a letter, of a visitor whose verified address is on record with them alone, and of others once their identity is established. A request that asks for nothing else, not in words either, is answered
/// with that.
/// </summary>
public sealed class RecordAskedBans(RegisterContext db, SetBan ban, CarryOutDecision carryOut, TimeProvider clock)
{
    /// <summary>Of a request that is saved: when it is filed, when it is found out whose it is, and when their identity is established. To be called in a transaction that holds the customer. Saves.</summary>
    internal async Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        if (request is not { Type: RequestType.Objection, IsOpen: true, CustomerId: { } customer })
            return;
        var uses = await ObjectedUses.Of(db, request, ct);
        if (uses.Bans.Count == 0)
            return;
        var person = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer, ct);
        if (request.State != RequestState.InHand && !await IsKnown(request, person, ct))
            return;
        await Set(request.Id, customer, uses.Bans.Except(uses.Recorded), Since(EntityKey.MadeAt(request.Id.Value), request.ReceivedOn), request.Channel, actor, ct);
        if (uses.Named.Count > 0 || request.Message is not null || actor is not { Kind: ActorKind.Staff, Id: { } staff }
            || await db.RequestAttachments.AnyAsync(a => a.RequestId == request.Id && a.Kind == AttachmentKind.Other, ct) || await db.RequestMessages.AnyAsync(m => m.RequestId == request.Id, ct))
            return;
        if (await carryOut.Run(request, person, new(RequestDecision.Grant, [], null) { IsOfBansAlone = true }, staff, actor, ct) is { } refusal)
            throw new InvalidOperationException($"What is forbidden is not refused: {refusal}.");
    }

    /// <summary>Of what is added to a request that is open. Saves.</summary>
    /// <param name="receivedOn">The day on which it came.</param>
    /// <returns>Whether any of the uses has a ban that was not in force.</returns>
    internal async Task<bool> Also(RequestId open, CustomerId customer, IReadOnlyCollection<PurposeId> against, Channel channel, DateOnly receivedOn, Actor actor, CancellationToken ct) => against.Count > 0
        && await Set(open, customer, await db.Forbiddable().Where(p => against.Contains(p.Id)).ToListAsync(ct), Since(clock.Now(), receivedOn), channel, actor, ct);

    // What the person has allowed since they asked stays allowed: the later word holds.
    private async Task<bool> Set(RequestId request, CustomerId customer, IEnumerable<Purpose> uses, DateTime since, Channel channel, Actor actor, CancellationToken ct)
    {
        await db.HoldCustomers([customer], ct);
        var later = (await db.Bans.AsNoTracking().Where(b => b.CustomerId == customer && b.At > since).OrderBy(b => b.At).ThenBy(b => b.Id).ToListAsync(ct)).ToLookup(b => b.Kind);
        var (set, recorded) = (false, false);
        foreach (var use in uses.Where(use => later[use.Ban!.Value].LastOrDefault() is not { Forbidden: false }))
        {
            set |= await ban.Add(new(customer, use.Ban!.Value, Forbidden: true, channel), actor, ct);
            recorded |= await ObjectedUses.Record(db, request, use.Id, ct);
        }

        // What was forbidden already is not forbidden anew, which would have an entry of its own.
        if (recorded && !set)
            db.Add(AuditEntry.Of(actor, AuditAction.RequestAddedTo, clock, customer, request.Value, "uses"));
        await db.SaveChangesAsync(ct);
        return set;
    }

    // What came on paper is taken in on a later day than it is of.
    private static DateTime Since(DateTime takenIn, DateOnly receivedOn) => HelsinkiTime.StartOf(receivedOn.AddDays(1)) is var over && takenIn < over ? takenIn : over;

    // Else a match by mistake would forbid in another's name, and its answer would tell that they are a customer.
    private async Task<bool> IsKnown(DataSubjectRequest request, Customer person, CancellationToken ct) => request.ApplicantName is null
        || (request is { ApplicantEmail: { } verified, ApplicantEmailVerified: true, Representation: null } && verified.Key == person.Email?.Key && !await PortalNames.IsShared(db, verified, ct));
}
