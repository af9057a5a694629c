using CustomerRegister.Customers;

namespace CustomerRegister.Portal;

/// <summary>
/// What was opened by mail is bound to the address it was mailed to (N15): a link, a code, and a session begun by one open nothing once another address is on record, whoever changed it and how.
/// Compared whenever one is used, so that no change of an address has to think of it. Only a hash is kept, made with the customer's key: an address could be guessed by it, but
/// it joins no two customers.
/// </summary>
internal static class MailedAddress
{
    public const int HashLength = 64;

    /// <returns>SHA-256, in hexadecimal.</returns>
    public static string HashOf(CustomerId customer, EmailAddress email) => Sha256.Hex($"{customer.Value} {email.Key}");

    /// <param name="hash">Null for what was not opened by mail.</param>
    public static bool IsOnRecord(string? hash, CustomerId customer, EmailAddress? onRecord) => hash is null || (onRecord is not null && HashOf(customer, onRecord) == hash);
}
