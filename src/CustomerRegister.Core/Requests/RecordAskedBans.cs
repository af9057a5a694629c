using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Records the bans that stand in an objection as soon as it is known whose it is: they are not weighed, and wait for no decision (GDPR Art. 21(2) and (3)). It is known of a customer who is signed
/// in or writes a letter, of a visitor whose verified address is on record, and of others once their identity is established. A request that asks for nothing else, not in words either, is answered
/// with that.
/// </summary>
public sealed class RecordAskedBans(RegisterContext db, SetBan ban, CarryOutDecision carryOut)
{
    /// <summary>Of a request that is saved, when it is filed or found out whose it is; to be called in a transaction. Saves.</summary>
    internal Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct) => Run(request, false, actor, ct);

    /// <summary>Of a request whose identity is established, that was perhaps known to be theirs before: then their later word about a ban holds. In a transaction; saves.</summary>
    internal Task Established(DataSubjectRequest request, Actor actor, CancellationToken ct) => Run(request, true, actor, ct);

    private async Task Run(DataSubjectRequest request, bool established, Actor actor, CancellationToken ct)
    {
        if (request is not { Type: RequestType.Objection, IsOpen: true, CustomerId: { } customer })
            return;
        var uses = await ObjectedUses.Of(db, request, ct);
        if (uses.Bans.Count == 0)
            return;
        var person = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer, ct);
        var known = IsKnown(request, person);
        if (!known && request.State != RequestState.InHand)
            return;
        if (!(known && established))
            await Set(customer, uses.Bans.Select(b => b.Ban!.Value), request.Channel, actor, ct);
        if (uses.Named.Count > 0 || request.Message is not null || actor is not { Kind: ActorKind.Staff, Id: { } staff }
            || await db.RequestAttachments.AnyAsync(a => a.RequestId == request.Id && a.Kind == AttachmentKind.Other, ct) || await db.RequestMessages.AnyAsync(m => m.RequestId == request.Id, ct))
            return;
        if (await carryOut.Run(request, person, new(RequestDecision.Grant, [], null) { IsOfBansAlone = true }, staff, actor, ct) is { } refusal)
            throw new InvalidOperationException($"What is forbidden is not refused: {refusal}.");
    }

    /// <summary>Of what is added to a request that is open. Saves.</summary>
    /// <returns>Whether any of the uses has a ban that was not in force.</returns>
    internal async Task<bool> Also(CustomerId customer, IReadOnlyCollection<PurposeId> against, Channel channel, Actor actor, CancellationToken ct)
    {
        if (against.Count == 0)
            return false;
        var codes = await db.Purposes.Where(p => against.Contains(p.Id)).Select(p => p.Code).ToListAsync(ct);
        return await Set(customer, codes.Select(code => BanPurposes.BanOf(code)).OfType<BanKind>(), channel, actor, ct);
    }

    private async Task<bool> Set(CustomerId customer, IEnumerable<BanKind> kinds, Channel channel, Actor actor, CancellationToken ct)
    {
        await db.HoldCustomers([customer], ct);
        var set = false;
        foreach (var kind in kinds)
            set |= await ban.Add(new(customer, kind, Forbidden: true, channel), actor, ct);
        await db.SaveChangesAsync(ct);
        return set;
    }

    // Else a match by mistake would forbid in another's name, and its answer would tell that they are a customer.
    private static bool IsKnown(DataSubjectRequest request, Customer person) =>
        request.ApplicantName is null || (request is { ApplicantEmail: { } verified, ApplicantEmailVerified: true, Representation: null } && verified.Key == person.Email?.Key);
}
