using CustomerRegister.Customers;
using CustomerRegister.Orders;

namespace CustomerRegister.Web.Orders;

public static class InvoicingRegistration
{
    /// <summary>
    /// Reads <c>Invoicing:PaymentDays</c>, <c>Invoicing:Iban</c>, <c>Invoicing:Bic</c>, and where the law has changed <c>Invoicing:VatRates</c>, a list of
    /// <c>Percent</c>, <c>From</c> and <c>Until</c> (the last day; may be missing). A setting that makes no sense stops the program: it would stand on every invoice.
    /// </summary>
    public static IServiceCollection AddInvoicing(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Invoicing");
        var days = settings.GetValue("PaymentDays", new InvoicingTerms().PaymentDays);
        ArgumentOutOfRangeException.ThrowIfNegative(days, "Invoicing:PaymentDays");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 365, "Invoicing:PaymentDays");
        var iban = Compact(settings["Iban"]);
        if (iban is not null && !EInvoiceAddress.IsIban(iban))
            throw new FormatException("Invoicing:Iban is not an account number.");
        services.AddSingleton(new InvoicingTerms(days, iban, Compact(settings["Bic"])));

        var rates = settings.GetSection("VatRates").Get<List<RateSetting>>();
        services.AddSingleton(rates is { Count: > 0 } ? new VatRates([.. rates.Select(r => r.Read())]) : VatRates.Finnish);
        return services;
    }

    private static string? Compact(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    private sealed class RateSetting
    {
        public decimal? Percent { get; set; }
        public DateOnly? From { get; set; }
        public DateOnly? Until { get; set; }

        public VatRate Read() => Percent is >= 0 and <= 100 && From is not null && (Until is null || Until >= From)
            ? new(Percent.Value / 100, From.Value, Until)
            : throw new FormatException("Each of Invoicing:VatRates has a Percent from 0 to 100 and a day From, and Until is not before it.");
    }
}
