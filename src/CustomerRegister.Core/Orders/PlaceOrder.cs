using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="CustomerNumber">Who orders; null where only the organisation is known.</param>
/// <param name="OrganisationNumber">For whom; null for a private customer.</param>
/// <param name="Freight">Without value added tax.</param>
/// <param name="DeliveryAddress">Null for the customer's own postal address, or that of the organisation.</param>
public sealed record PlaceOrderCommand(
    long? CustomerNumber, long? OrganisationNumber, DateOnly PlacedOn, DateOnly? RequiredOn, decimal Freight, string? DeliveryName, PostalAddress? DeliveryAddress, IReadOnlyList<OrderedLine> Lines);

public enum PlaceOrderRefusal
{
    NobodyNamed,
    CustomerUnknown,
    OrganisationUnknown,
    NotItsContactPerson,
    BeforeRelationship,
    RelationshipEnded,
    InFuture,
    RequiredBeforeOrder,
    NoLines,
    RateNotInForce,

    /// <summary>The processing of the customer's data is restricted (N39).</summary>
    Restricted,
}

/// <summary>Takes in an order of a customer, an organisation, or a customer for an organisation they represent (N2).</summary>
public sealed class PlaceOrder(RegisterContext db, TimeProvider clock, VatRates rates)
{
    public const string Currency = "EUR";

    /// <summary>No order has so many lines; a form that does is no order.</summary>
    public const int MostLines = 200;

    public async Task<Outcome<Order, PlaceOrderRefusal>> Run(PlaceOrderCommand command, Actor actor, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Lines.Count, MostLines);
        if (command.CustomerNumber is null && command.OrganisationNumber is null)
            return PlaceOrderRefusal.NobodyNamed;
        var customer = command.CustomerNumber is { } customerNumber
            ? await db.Customers.AsNoTracking().Include(c => c.Addresses).Include(c => c.ContactRoles).SingleOrDefaultAsync(c => c.Number == customerNumber, ct)
            : null;
        if (customer is null && command.CustomerNumber is not null)
            return PlaceOrderRefusal.CustomerUnknown;
        var organisation = command.OrganisationNumber is { } organisationNumber
            ? await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Number == organisationNumber, ct)
            : null;
        if (organisation is null && command.OrganisationNumber is not null)
            return PlaceOrderRefusal.OrganisationUnknown;
        if (RefusalOf(command, customer, organisation) is { } refusal)
            return refusal;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (customer is not null)
        {
            // A restriction that is placed at this moment holds.
            await db.HoldCustomers([customer.Id], ct);
            if (await db.IsRestricted(customer.Id, ct))
                return PlaceOrderRefusal.Restricted;
        }

        var order = Order.Place(
            EntityKey.New<OrderId>(clock), await db.TakeNumber(NumberSeries.Orders, ct), customer?.Id, organisation?.Id, command.PlacedOn, Currency, command.Freight);
        // Where the goods go is not copied from a protected address: an order is seen by more people than that address is.
        var known = organisation?.Address ?? (customer is { IsAddressProtected: false } ? AddressOf(customer) : null);
        order.DeliverTo(command.DeliveryName ?? organisation?.Name ?? customer?.FullName, command.DeliveryAddress ?? known, command.RequiredOn);
        order.Change(command.Freight, command.Lines);
        db.Add(order);
        db.Add(AuditEntry.Of(actor, AuditAction.OrderRegistered, clock, customer?.Id, order.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return order;
    }

    private PlaceOrderRefusal? RefusalOf(PlaceOrderCommand command, Customer? customer, Organisation? organisation) =>
        command.PlacedOn > clock.Today() ? PlaceOrderRefusal.InFuture
        : customer is not null && command.PlacedOn < customer.RelationshipStart ? PlaceOrderRefusal.BeforeRelationship
        : command.PlacedOn > customer?.RelationshipEnd ? PlaceOrderRefusal.RelationshipEnded
        : customer is not null && organisation is not null && !customer.ContactRoles.Any(r => r.OrganisationId == organisation.Id && r.IsHeldOn(command.PlacedOn)) ? PlaceOrderRefusal.NotItsContactPerson
        : command.RequiredOn < command.PlacedOn ? PlaceOrderRefusal.RequiredBeforeOrder
        : command.Lines.Count == 0 ? PlaceOrderRefusal.NoLines
        : command.Lines.Any(l => l.VatRate is not { } rate || !rates.IsInForceOn(rate, command.PlacedOn)) ? PlaceOrderRefusal.RateNotInForce
        : null;

    private static PostalAddress? AddressOf(Customer customer) =>
        customer.Addresses.OrderBy(a => a.Kind == AddressKind.Postal ? 0 : 1).ThenBy(a => a.Kind).Select(a => a.Address).FirstOrDefault();
}
