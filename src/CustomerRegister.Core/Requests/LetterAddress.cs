using CustomerRegister.Audit;
using CustomerRegister.Customers;

namespace CustomerRegister.Requests;

/// <summary>Where a letter about a request goes: to where the person lives today, else to where whoever asked said that they live.</summary>
internal static class LetterAddress
{
    /// <param name="person">With the addresses; null where nobody knows who it is, or they are gone.</param>
    /// <returns>Null where there is none, or where the reader may not see it.</returns>
    internal static PostalAddress? Of(Customer? person, PostalAddress? applicants, Actor actor) =>
        person?.IsAddressHiddenFrom(actor) == true ? null : person?.Addresses.OrderBy(a => a.Kind).FirstOrDefault()?.Address ?? applicants;
}
