using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>The facts that the erasure plans of many people weigh: seven queries, and one more where there are contact persons, however many the people are.</summary>
public sealed class ReadErasureFacts(RegisterContext db)
{
    /// <returns>Facts of every person asked for; of one who is not in the register, none.</returns>
    public async Task<IReadOnlyDictionary<CustomerId, ErasureFacts>> Run(IReadOnlyCollection<CustomerId> people, CancellationToken ct)
    {
        var keys = people.Distinct().ToList();
        var invoices = await db.Invoices.AsNoTracking()
            .Where(i => i.CustomerId != null && EF.Parameter(keys).Contains(i.CustomerId.Value))
            .OrderBy(i => i.Number)
            .Select(i => new { Person = i.CustomerId!.Value, Fact = new InvoiceFact(i.Number, i.State, i.InvoicedOn) }).ToListAsync(ct);
        var roles = await db.ContactRoles.AsNoTracking()
            .Where(r => EF.Parameter(keys).Contains(r.CustomerId))
            .OrderBy(r => r.Organisation.Number)
            .Select(r => new { Person = r.CustomerId, Fact = new ContactRoleFact(r.Organisation.Number, r.From, r.To) { OrganisationHasAddress = r.Organisation.Address != null } }).ToListAsync(ct);
        var contacts = roles.Select(r => r.Person).Distinct().ToList();
        HashSet<CustomerId> addressed = contacts.Count == 0 ? []
            : [.. await db.CustomerAddresses.AsNoTracking().Where(a => EF.Parameter(contacts).Contains(a.CustomerId)).Select(a => a.CustomerId).Distinct().ToListAsync(ct)];
        var requests = await db.Requests.AsNoTracking().Proved()
            .Where(r => r.CustomerId != null && EF.Parameter(keys).Contains(r.CustomerId.Value))
            .Where(r => r.State == RequestState.Received || r.State == RequestState.WaitingForIdentity || r.State == RequestState.InHand)
            .OrderBy(r => r.Number)
            .Select(r => new { Person = r.CustomerId!.Value, r.Number }).ToListAsync(ct);
        var bans = await db.Bans.AsNoTracking()
            .Where(b => EF.Parameter(keys).Contains(b.CustomerId))
            .Select(b => new { Person = b.CustomerId, b.Id, b.Kind, b.At, b.Forbidden }).ToListAsync(ct);
        var erasures = await db.RequestedErasures.AsNoTracking()
            .Where(e => EF.Parameter(keys).Contains(e.CustomerId) && (e.State == RequestedErasureState.Waiting || e.State == RequestedErasureState.PartlyDone))
            .Join(db.Requests, e => e.RequestId, r => r.Id, (e, r) => new { Person = e.CustomerId, r.Number }).ToListAsync(ct);

        var holds = await db.LegalHolds.AsNoTracking()
            .Where(h => EF.Parameter(keys).Contains(h.CustomerId) && h.LiftedAt == null)
            .OrderBy(h => h.Number)
            .Select(h => new { Person = h.CustomerId, Fact = new HoldFact(h.Number, h.ReviewOn) { KeptCategories = h.KeptCategories } }).ToListAsync(ct);
        var restrictions = await db.Restrictions.AsNoTracking()
            .Where(r => EF.Parameter(keys).Contains(r.CustomerId) && r.LiftedAt == null)
            .Select(r => new { Person = r.CustomerId, Number = db.Requests.Where(q => q.Id == r.RequestId).Select(q => q.Number).FirstOrDefault() }).ToListAsync(ct);

        var invoicesOf = invoices.ToLookup(i => i.Person, i => i.Fact);
        var rolesOf = roles.ToLookup(r => r.Person, r => r.Fact);
        var requestsOf = requests.ToLookup(r => r.Person, r => r.Number);
        var holdsOf = holds.ToLookup(h => h.Person, h => h.Fact);
        // The newest of a kind holds.
        var banned = bans.GroupBy(b => (b.Person, b.Kind))
            .Where(kind => kind.MaxBy(b => (b.At, b.Id.Value))!.Forbidden)
            .Select(kind => kind.Key.Person).ToHashSet();
        banned.UnionWith(await db.Objections.Where(o => EF.Parameter(keys).Contains(o.CustomerId) && o.EndedAt == null).Select(o => o.CustomerId).ToListAsync(ct));
        var erasureOf = erasures.GroupBy(e => e.Person).ToDictionary(g => g.Key, g => (long?)g.Max(e => e.Number));
        var restrictionsOf = restrictions.ToLookup(r => r.Person, r => r.Number);
        return keys.ToDictionary(
            person => person,
            person => new ErasureFacts(person, [.. invoicesOf[person]], [.. rolesOf[person]], [.. requestsOf[person]])
            {
                HasAddresses = addressed.Contains(person),
                HasBanInForce = banned.Contains(person),
                Holds = [.. holdsOf[person]],
                Restrictions = [.. restrictionsOf[person].Order()],
                ErasureRequest = erasureOf.GetValueOrDefault(person),
            });
    }
}
