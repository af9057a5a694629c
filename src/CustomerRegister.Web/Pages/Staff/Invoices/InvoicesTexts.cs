namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>Texts of the pages of invoices, and of invoices and credit notes on paper.</summary>
public sealed class InvoicesTexts;
