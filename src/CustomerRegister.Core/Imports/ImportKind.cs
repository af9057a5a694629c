namespace CustomerRegister.Imports;

/// <summary>What a file has in its rows.</summary>
public enum ImportKind
{
    /// <summary>People, each perhaps with the organisation whose contact person they are.</summary>
    Customers,

    /// <summary>Orders of customers who are in the register already.</summary>
    Orders,

    /// <summary>Lines of orders that are in the register already.</summary>
    OrderLines,

    /// <summary>New names and addresses of customers, from an authority or a company that provides update services: each becomes a proposal (N13).</summary>
    Updates,

    /// <summary>One person with what they have brought from another controller (N34): a package, not a CSV file.</summary>
    Portability,
}
