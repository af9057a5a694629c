using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Orders;

/// <param name="Known">With the address, however protected it is.</param>
internal sealed record FoundBuyer(Buyer Known, Language Language, CustomerId? Whose, DateOnly? ProtectedUntil)
{
    /// <summary>As it is copied to an invoice: a protected address is not, for the copy would outlive the knowledge that it is protected.</summary>
    public Buyer Copy => ProtectedUntil is null ? Known : Known with { Address = null };

    public bool HidesAddressFrom(Actor actor) => ProtectedAddress.IsHiddenFrom(actor, Whose, ProtectedUntil);

    public Buyer SeenBy(Actor actor) => HidesAddressFrom(actor) ? Known with { Address = null } : Known;
}

/// <summary>Reads who an invoice is made out to: the organisation where the order is for one, else the customer. Never more than an invoice needs (N10).</summary>
internal static class BuyerDetails
{
    /// <returns>Null if neither is in the register any more.</returns>
    public static async Task<FoundBuyer?> Of(RegisterContext db, CustomerId? customerId, OrganisationId? organisationId, CancellationToken ct)
    {
        var customer = await db.Customers.AsNoTracking().Include(c => c.Addresses).SingleOrDefaultAsync(c => c.Id == customerId, ct);
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == organisationId, ct) is { } organisation)
            return new(new Buyer(organisation.Name, organisation.Address, organisation.BusinessId), customer?.Language ?? Language.Fi, null, null);
        if (customer is null)
            return null;
        var address = customer.Addresses.OrderBy(a => a.Kind switch { AddressKind.Invoicing => 0, AddressKind.Postal => 1, _ => 2 }).Select(a => a.Address).FirstOrDefault();
        return new(
            new Buyer(customer.FullName, address, null, customer.EInvoice?.Address, customer.EInvoice?.Operator),
            customer.Language, customer.Id, customer.ProtectedUntil);
    }
}
