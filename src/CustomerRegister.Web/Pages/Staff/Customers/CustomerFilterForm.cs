using CustomerRegister.Customers;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>The filters of the list as they are sent, by its form or in a link.</summary>
public sealed class CustomerFilterForm
{
    public RelationshipState? Relationship { get; set; }
    public Language? Language { get; set; }
    public CustomerOrder Order { get; set; }
    public bool ContactPersons { get; set; }
    public bool UnpaidInvoices { get; set; }
    public bool Protected { get; set; }
    public bool WithoutEmail { get; set; }
    public bool UndeliverableMail { get; set; }
    public bool WithoutLanguage { get; set; }
    public bool Restricted { get; set; }

    public static CustomerFilterForm Of(CustomerSearch search) => new()
    {
        Relationship = search.Filter.Relationship,
        Language = search.Filter.Language,
        Order = search.Order,
        ContactPersons = search.Filter.ContactPersons,
        UnpaidInvoices = search.Filter.UnpaidInvoices,
        Protected = search.Filter.Protected,
        WithoutEmail = search.Filter.WithoutEmail,
        UndeliverableMail = search.Filter.UndeliverableMail,
        WithoutLanguage = search.Filter.WithoutLanguage,
        Restricted = search.Filter.Restricted,
    };

    /// <summary>What is no filter of ours restricts nothing.</summary>
    public CustomerSearch For(string? words) => new(words)
    {
        Filter = new CustomerFilter(Known(Relationship), Known(Language), ContactPersons, UnpaidInvoices, Protected, WithoutEmail, UndeliverableMail, WithoutLanguage, Restricted),
        Order = Known<CustomerOrder>(Order) ?? CustomerOrder.Name,
    };

    private static T? Known<T>(T? value) where T : struct, Enum => value is { } given && Enum.IsDefined(given) ? given : null;
}
