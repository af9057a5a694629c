namespace CustomerRegister.Customers;

/// <summary>Why a customer relationship ended.</summary>
public enum RelationshipEndReason
{
    AskedByCustomer,
    /// <summary>The customer has not ordered for long.</summary>
    Dormant,
    Deceased,
    EndedByController,
    /// <summary>There never was a relationship.</summary>
    RegisteredByMistake,
    Other,
}
