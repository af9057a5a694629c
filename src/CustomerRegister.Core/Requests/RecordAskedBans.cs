using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.TargetGroups;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>
/// Records the bans that stand in an objection as soon as it is known whose it is: they are not weighed, and wait for no decision and no proof of identity (GDPR Art. 21(2) and (3)), for they
/// harm nobody and a switch undoes them. A request that asks for nothing else is answered with that, once whoever reads the answer is the person.
/// </summary>
public sealed class RecordAskedBans(RegisterContext db, SetBan ban, CarryOutDecision carryOut)
{
    /// <summary>Of a request that is saved; to be called in a transaction. Saves.</summary>
    internal async Task Run(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        if (request is not { Type: RequestType.Objection, IsOpen: true, CustomerId: { } customer })
            return;
        var uses = await ObjectedUses.Of(db, request, ct);
        if (uses.Bans.Count == 0)
            return;
        await Set(customer, uses.Bans.Select(b => b.Ban!.Value), request.Channel, actor, ct);
        if (uses.Named.Count > 0 || actor is not { Kind: ActorKind.Staff, Id: { } staff })
            return;
        var person = await db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer, ct);
        if (IsAnsweredTo(request, person))
            await carryOut.Run(request, person, new(RequestDecision.Grant, [], null) { IsOfBansAlone = true }, staff, actor, ct);
    }

    /// <summary>Of what is added to a request that is open. Saves.</summary>
    /// <returns>Whether any of the uses has a ban that was not in force.</returns>
    internal async Task<bool> Also(CustomerId customer, IReadOnlyCollection<PurposeId> against, Channel channel, Actor actor, CancellationToken ct)
    {
        var codes = against.Count == 0 ? [] : await db.Purposes.Where(p => against.Contains(p.Id)).Select(p => p.Code).ToListAsync(ct);
        return await Set(customer, codes.Select(code => TargetGroup.UseOf(code)).OfType<BanKind>(), channel, actor, ct);
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

    // Whoever asked in another's name is not to learn by the answer that they are a customer.
    private static bool IsAnsweredTo(DataSubjectRequest request, Customer person) =>
        request.State == RequestState.InHand || request.ApplicantName is null
        || (request is { ApplicantEmail: { } verified, ApplicantEmailVerified: true, Representation: null } && verified.Key == person.Email?.Key);
}
