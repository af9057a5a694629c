namespace CustomerRegister.Orders;

/// <summary>What stands on every invoice: settings.</summary>
/// <param name="PaymentDays">From the invoice to the due date; fourteen days net is the custom, and thirty the most between traders unless agreed (Act 30/2013, section 5).</param>
/// <param name="Iban">The account that is paid to; null until it is set.</param>
/// <param name="Bic">Its bank.</param>
public sealed record InvoicingTerms(int PaymentDays = 14, string? Iban = null, string? Bic = null)
{
    /// <summary>The account number in groups of four.</summary>
    public string? ReadableIban => Iban is null ? null : string.Join(' ', Iban.Chunk(4).Select(part => new string(part)));
}
