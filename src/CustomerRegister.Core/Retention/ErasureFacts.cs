using CustomerRegister.Customers;
using CustomerRegister.Orders;

namespace CustomerRegister.Retention;

public sealed record InvoiceFact(long Number, InvoiceState State, DateOnly InvoicedOn);

public sealed record ContactRoleFact(long OrganisationNumber, DateOnly From, DateOnly? To)
{
    /// <summary>Whether the organisation has an address of its own, at which its contact person is written to.</summary>
    public bool OrganisationHasAddress { get; init; }
}

/// <param name="ReviewOn">When somebody weighs anew whether it is still needed; passing it lifts nothing.</param>
public sealed record HoldFact(long Number, DateOnly ReviewOn)
{
    /// <summary>See <see cref="LegalHold.KeptCategories"/>.</summary>
    public int KeptCategories { get; init; }
}

/// <summary>All that an erasure plan weighs of one person.</summary>
public sealed record ErasureFacts(
    CustomerId CustomerId,
    IReadOnlyList<InvoiceFact> Invoices,
    IReadOnlyList<ContactRoleFact> ContactRoles,
    IReadOnlyList<long> OpenRequests)
{
    /// <summary>Whether the person has addresses of their own. Of interest only with a role.</summary>
    public bool HasAddresses { get; init; }

    /// <summary>Whether the person forbids any use of their data (N33), or has objected to one with effect (N40).</summary>
    public bool HasBanInForce { get; init; }

    /// <summary>The legal holds that are not lifted.</summary>
    public IReadOnlyList<HoldFact> Holds { get; init; } = [];

    /// <summary>The numbers of the requests by which processing is restricted (GDPR Art. 18); 0 for one that came without a request.</summary>
    public IReadOnlyList<long> Restrictions { get; init; } = [];

    /// <summary>The number of a request by which erasure was granted and is not complete; null if there is none.</summary>
    public long? ErasureRequest { get; init; }
}
