using CustomerRegister.Data;

namespace CustomerRegister.Customers;

public enum CustomerOrder
{
    /// <summary>By family name, first name and number.</summary>
    Name,

    /// <summary>Last registered first: numbers are given in turn.</summary>
    Newest,
}

/// <summary>A place in a list of customers.</summary>
/// <param name="SortName">Unused where the list is ordered by number alone.</param>
/// <param name="Backwards">The rows before the place, not those after it.</param>
public sealed record CustomerCursor(string SortName, long Number, bool Backwards);

internal static class CustomerOrdering
{
    /// <summary>From the place on, in the direction of reading: backwards from it where that is asked.</summary>
    public static IOrderedQueryable<Customer> From(this IQueryable<Customer> customers, CustomerOrder order, CustomerCursor? from)
    {
        var (name, number, backwards) = (from?.SortName ?? "", from?.Number ?? 0, from?.Backwards ?? false);
        if (order == CustomerOrder.Newest)
        {
            return backwards
                ? customers.Where(c => c.Number > number).OrderBy(c => c.Number)
                : (from is null ? customers : customers.Where(c => c.Number < number)).OrderByDescending(c => c.Number);
        }

        return from switch
        {
            null => customers.OrderBy(c => c.SortName).ThenBy(c => c.Number),
            { Backwards: false } => customers.Where(c => RowValue.IsAfter(c.SortName, c.Number, name, number))
                .OrderBy(c => c.SortName).ThenBy(c => c.Number),
            _ => customers.Where(c => RowValue.IsBefore(c.SortName, c.Number, name, number))
                .OrderByDescending(c => c.SortName).ThenByDescending(c => c.Number),
        };
    }
}
