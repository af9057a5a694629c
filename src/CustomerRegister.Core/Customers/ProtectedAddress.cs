using CustomerRegister.Audit;

namespace CustomerRegister.Customers;

/// <summary>
/// The one rule on who sees a protected address (turvakielto): the person, and staff with the permission for it. Everybody else is told
/// that there is one and until when, never where. It holds for the person's own addresses and for every copy of one, such as on an order or an invoice.
/// </summary>
public static class ProtectedAddress
{
    public static bool IsAddressHiddenFrom(this Customer customer, Actor actor) => IsHiddenFrom(actor, customer.Id, customer.ProtectedUntil);

    /// <param name="whose">The customer whose address it is, or who is written to at it; null where nobody is known, and then nobody is protected.</param>
    /// <param name="protectedUntil"><see cref="Customer.ProtectedUntil"/>.</param>
    public static bool IsHiddenFrom(Actor actor, CustomerId? whose, DateOnly? protectedUntil) =>
        protectedUntil is not null && !actor.SeesProtectedAddresses && !(actor.Kind == ActorKind.Customer && actor.Id == whose?.Value);
}
