using CustomerRegister.Orders;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>The colour of an invoice's state.</summary>
public static class InvoiceLook
{
    public static Meaning Of(InvoiceState state, DateOnly dueOn, DateOnly today) => state switch
    {
        InvoiceState.Open => dueOn < today ? Meaning.Attention : Meaning.Info,
        InvoiceState.InCollection => Meaning.Problem,
        InvoiceState.Paid => Meaning.Good,
        _ => Meaning.Neutral,
    };
}
