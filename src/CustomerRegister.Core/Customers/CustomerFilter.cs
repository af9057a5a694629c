using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Orders;

namespace CustomerRegister.Customers;

/// <summary>Whether a relationship is in force or has ended.</summary>
public enum RelationshipState
{
    InForce,
    Ended,
}

/// <summary>Which customers a list shows. What is left out restricts nothing.</summary>
/// <param name="ContactPersons">Only those who represent an organisation today.</param>
/// <param name="UnpaidInvoices">Only those with an invoice that is open or in collection.</param>
/// <param name="Protected">Only those whose address is protected.</param>
/// <param name="WithoutEmail">Only those whose e-mail address is not known.</param>
/// <param name="UndeliverableMail">Only those to whom a message was given up.</param>
/// <param name="WithoutLanguage">Only those whose language nobody has told.</param>
/// <param name="Restricted">Only those whose data is kept but not used.</param>
public sealed record CustomerFilter(
    RelationshipState? Relationship = null, Language? Language = null, bool ContactPersons = false, bool UnpaidInvoices = false, bool Protected = false, bool WithoutEmail = false,
    bool UndeliverableMail = false, bool WithoutLanguage = false, bool Restricted = false)
{
    public static CustomerFilter None { get; } = new();

    internal IQueryable<Customer> Of(IQueryable<Customer> customers, RegisterContext db, DateOnly today)
    {
        // An end that is still to come ends nothing today.
        if (Relationship == RelationshipState.InForce)
            customers = customers.Where(c => c.RelationshipEnd == null || c.RelationshipEnd > today);
        if (Relationship == RelationshipState.Ended)
            customers = customers.Where(c => c.RelationshipEnd <= today);
        if (Language is { } language)
            customers = customers.Where(c => c.Language == language);
        if (ContactPersons)
            customers = customers.Where(c => db.ContactRoles.Any(r => r.CustomerId == c.Id && r.From <= today && (r.To == null || r.To > today)));
        if (UnpaidInvoices)
            customers = customers.Where(c => db.Invoices.Any(i => i.CustomerId == c.Id && (i.State == InvoiceState.Open || i.State == InvoiceState.InCollection)));
        if (Protected)
            customers = customers.Where(c => c.ProtectedUntil != null);
        if (WithoutEmail)
            customers = customers.Where(c => c.Email == null);
        if (WithoutLanguage)
            customers = customers.Where(c => c.LanguageSource == null);
        if (Restricted)
            customers = customers.Where(c => db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null));
        if (UndeliverableMail)
            customers = customers.Where(c => db.OutgoingEmails.Any(m => m.CustomerId == c.Id && m.State == EmailState.GivenUp));
        return customers;
    }
}
