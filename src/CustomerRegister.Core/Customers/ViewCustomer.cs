using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>A customer's card: everything staff need at a glance. Lists hold the newest rows only.</summary>
/// <param name="Customer">Without addresses that are hidden from the actor.</param>
/// <param name="OrderTotals">Of all orders that were not cancelled, by currency.</param>
public sealed record CustomerCard(
    Customer Customer,
    OrderPage Orders,
    IReadOnlyList<OrderTotal> OrderTotals,
    InvoicePage Invoices,
    Choices Choices,
    IReadOnlyList<RequestRow> Requests,
    UsesPage Uses,
    UsesPage History,
    CustomerRetention Retention,
    IReadOnlyList<CardHold> Holds)
{
    /// <summary>Those in force: while there is one, the data is kept but not used.</summary>
    public IReadOnlyList<Restriction> Restrictions { get; init; } = [];

    /// <summary>The values whose accuracy the person disputes, while nobody has decided about them.</summary>
    public IReadOnlyList<DisputedDetail> Disputed { get; init; } = [];

    /// <summary>Who may be the same person.</summary>
    public IReadOnlyList<DuplicateCandidate> Duplicates { get; init; } = [];

    /// <summary>Who was merged into this customer, and can be taken out again.</summary>
    public IReadOnlyList<MergeRow> Merges { get; init; } = [];
}

/// <summary>A legal hold in force.</summary>
public sealed record CardHold(LegalHoldId Id, long Number, DateOnly ReviewOn, int KeptCategories);

/// <param name="Sum">Lines with their discounts, unrounded, without freight.</param>
public sealed record OrderTotal(string Currency, int Orders, decimal Sum);

/// <param name="IsProved">Whether it is established that it is the customer's: see <see cref="DataSubjectRequest.MayBeAnothers"/>.</param>
public sealed record RequestRow(RequestId Id, long Number, RequestType Type, RequestState State, DateOnly ReceivedOn, DateOnly DeadlineOn, bool ClockStands, bool IsProved)
{
    public bool IsOpen => State is RequestState.Received or RequestState.WaitingForIdentity or RequestState.InHand;
}

/// <summary>Opens a customer's card. The number of queries does not grow with how much there is, and the view is logged.</summary>
public sealed class ViewCustomer(
    RegisterContext db, CurrentChoices choices, FindDuplicates duplicates, FindMerges merges, ReadErasureFacts readFacts, RetentionRules rules, TimeProvider clock)
{
    private const string FewName = "CustomerRegister:ViewCustomer";

    /// <summary>How many requests a card shows.</summary>
    public const int MostRows = 20;

    /// <summary>How many log entries a card shows; the rest has pages of its own.</summary>
    public const int NewestUses = 5;

    /// <returns>Null if there is no such customer; then nothing is logged.</returns>
    public async Task<CustomerCard?> Run(CustomerId id, Actor actor, CancellationToken ct)
    {
        CustomerCard card;
        Func<Task> durable;
        await using (await db.StayConnected(ct))
        {
            if (await CustomerDetails.Read(db, id, actor, ct) is not { } customer)
                return null;

            var few = await db.Compiled(FewName, Few)(db, id, ct);
            CustomerId[] keys = [id, .. few.FormerKeys];
            // Before this view is among them.
            var uses = await UsesOfData.Read(db, keys, UsesWanted.All, after: null, NewestUses, withNames: false, ct);
            durable = db.BeginLogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, id), ct);
            var invoices = await InvoiceList.OfCard(db, id, ct);
            var chosen = await choices.Run(id, ct);
            var facts = await Facts(customer, invoices, chosen, few, ct);
            var orders = await OrderList.Read(db, id, after: null, ct);
            card = new CustomerCard(
                customer,
                orders,
                await OrderTotals(id, orders, ct),
                invoices,
                chosen,
                few.Requests,
                uses,
                await UsesOfData.Read(db, keys, UsesWanted.Changes, after: null, NewestUses, withNames: false, ct),
                CustomerRetention.Of(facts, few.Erasures, customer.RelationshipEnd, clock.Today(), rules),
                few.Holds)
            {
                Duplicates = await duplicates.Beside(customer, actor, ct),
                Merges = await merges.Into(id, ct),
                Restrictions = [.. few.Restrictions.Select(r => r.Restriction)],
                Disputed = few.Requests.Exists(r => r is { Type: RequestType.Rectification, IsOpen: true }) ? await DisputedDetails.Of(db, id, ct) : [],
            };
        }

        await durable();
        return card;
    }

    // Of a person with more orders than the card shows, the database adds up the rest.
    private async Task<List<OrderTotal>> OrderTotals(CustomerId id, OrderPage orders, CancellationToken ct)
    {
        if (!orders.HasMore)
            return [.. orders.Rows.Where(o => o.State != OrderState.Cancelled).GroupBy(o => o.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new OrderTotal(g.Key, g.Count(), g.Sum(o => o.Total)))];
        var totals = await db.Orders.Where(o => o.CustomerId == id && o.State != OrderState.Cancelled)
            .SelectMany(o => o.Lines.DefaultIfEmpty(), (o, l) => new { o.Id, o.Currency, Sum = l == null ? 0m : l.UnitPrice * l.Quantity * (1 - l.Discount) })
            .GroupBy(x => x.Currency)
            .Select(g => new { Currency = g.Key, Orders = g.Select(x => x.Id).Distinct().Count(), Sum = g.Sum(x => x.Sum) })
            .WithKeptPlan().ToListAsync(ct);
        return [.. totals.OrderBy(t => t.Currency, StringComparer.Ordinal).Select(t => new OrderTotal(t.Currency, t.Orders, t.Sum))];
    }

    // Of each there are few, mostly none, so they come with one query.
    private static Func<RegisterContext, CustomerId, CancellationToken, Task<FewRows>> Few() => EF.CompileAsyncQuery((RegisterContext db, CustomerId id, CancellationToken ct) => db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => new FewRows(
        db.FormerCustomers.Where(f => f.CustomerId == c.Id).Select(f => f.FormerId).ToList(),
        db.Requests.Where(r => r.CustomerId == c.Id).OrderByDescending(r => r.ReceivedOn).ThenByDescending(r => r.Number).Take(MostRows)
            .Select(r => new RequestRow(r.Id, r.Number, r.Type, r.State, r.ReceivedOn, r.DeadlineOn, r.ClockStands, r.ApplicantName == null || r.IdentityCheckedAt != null)).ToList(),
        db.LegalHolds.Where(h => h.CustomerId == c.Id && h.LiftedAt == null).OrderBy(h => h.Number).Select(h => new CardHold(h.Id, h.Number, h.ReviewOn, h.KeptCategories)).ToList(),
        db.Restrictions.Where(r => r.CustomerId == c.Id && r.LiftedAt == null).OrderBy(r => r.Since)
            .Select(r => new RestrictionOnCard(r, db.Requests.Where(q => q.Id == r.RequestId).Select(q => q.Number).FirstOrDefault())).ToList(),
        db.RequestedErasures.Where(e => e.CustomerId == c.Id && (e.State == RequestedErasureState.Waiting || e.State == RequestedErasureState.PartlyDone))
            .Join(db.Requests, e => e.RequestId, r => r.Id, (e, r) => new ErasureAhead(r.Id, r.Number, e.DueAt, e.State == RequestedErasureState.PartlyDone)).ToList()))
        .AsSingleQuery().TagWith(PlannedOnce.Mark).Single());

    // What the card shows is nearly always all there is; only of a person with more is the rest read.
    private async Task<ErasureFacts> Facts(Customer customer, InvoicePage invoices, Choices chosen, FewRows few, CancellationToken ct) =>
        invoices.HasMore || few.Requests.Count == MostRows
            ? (await readFacts.Run([customer.Id], ct))[customer.Id]
            : new ErasureFacts(
                customer.Id,
                [.. invoices.Rows.Select(i => new InvoiceFact(i.Number, i.State, i.InvoicedOn))],
                [.. customer.ContactRoles.Select(r => new ContactRoleFact(r.Organisation.Number, r.From, r.To) { OrganisationHasAddress = r.Organisation.Address is not null })],
                [.. few.Requests.Where(r => r.IsOpen && r.IsProved).Select(r => r.Number)])
            {
                HasAddresses = customer.Addresses.Count > 0,
                HasBanInForce = chosen.Bans.Any(b => b.Forbidden) || chosen.HasObjected,
                Holds = [.. few.Holds.Select(h => new HoldFact(h.Number, h.ReviewOn) { KeptCategories = h.KeptCategories })],
                Restrictions = [.. few.Restrictions.Select(r => r.Request).Order()],
                ErasureRequest = few.Erasures.Count == 0 ? null : few.Erasures.Max(e => e.Number),
            };

    private sealed record FewRows(List<CustomerId> FormerKeys, List<RequestRow> Requests, List<CardHold> Holds, List<RestrictionOnCard> Restrictions, List<ErasureAhead> Erasures);

    private sealed record RestrictionOnCard(Restriction Restriction, long Request);
}
