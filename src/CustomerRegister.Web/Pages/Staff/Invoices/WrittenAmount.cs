using CustomerRegister.Imports;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CustomerRegister.Web.Pages.Staff.Invoices;

/// <summary>An amount as it is typed in, with comma or point; what can't be read is said beside its field.</summary>
internal static class WrittenAmount
{
    public static decimal Read(ModelStateDictionary state, string field, string? text, string missing, string unreadable)
    {
        if (string.IsNullOrWhiteSpace(text))
            state.TryAddModelError(field, missing);
        else if (WrittenNumber.TryRead(text.Replace("€", ""), out var amount))
            return amount;
        else
            state.TryAddModelError(field, unreadable);
        return 0;
    }
}
