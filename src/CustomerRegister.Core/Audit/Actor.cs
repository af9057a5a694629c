namespace CustomerRegister.Audit;

public enum ActorKind
{
    Staff,
    Customer,
    System,
    ApiClient,
}

/// <summary>Who acts, on whose behalf and why. Every write and every read of a person names one.</summary>
/// <param name="Id">The staff account, the customer or the API client; null for the system and the command line.</param>
/// <param name="Role">The role in which a member of staff acts, or the job or command of the system: what a customer is told instead of a name (C-579/21).</param>
/// <param name="Purpose">Why: a stable code, such as <c>customer-care</c> or <c>retention</c>.</param>
/// <param name="OnBehalfOf">The customer for whom the actor acts, such as when staff records a ban told by phone.</param>
public sealed record Actor(ActorKind Kind, Guid? Id, string Role, string Purpose, Guid? OnBehalfOf = null)
{
    /// <summary>Whether the actor holds the permission to see protected addresses; see <see cref="Customers.ProtectedAddress"/>.</summary>
    public bool SeesProtectedAddresses { get; init; }

    public static Actor System(string job, string purpose) => new(ActorKind.System, null, job, purpose);

    public Actor For(string purpose) => this with { Purpose = purpose };

    public Actor On(Guid customer) => this with { OnBehalfOf = customer };
}
