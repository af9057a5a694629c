using CustomerRegister.Orders;
using CustomerRegister.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>What entering and changing an order have in common: the form, and lines that are added one at a time without script.</summary>
public abstract class OrderFormModel(VatRates rates, TimeProvider clock) : PageModel
{
    [BindProperty]
    public OrderForm Input { get; set; } = new();

    /// <summary>Set by the button that adds a line.</summary>
    [BindProperty]
    public string? AddLine { get; set; }

    protected bool AsksForLine => AddLine is not null;

    public DateOnly Today => clock.Today();

    /// <summary>The rates of the order's day and of today, for an order may wait over the day on which they change.</summary>
    public IReadOnlyList<SelectListItem> Rates => [.. rates.InForceOn(Input.PlacedOn ?? Today).Concat(rates.InForceOn(Today)).Distinct().OrderDescending()
        .Select(rate => new SelectListItem(rate.Percent(), OrderLineForm.ValueOf(rate)))];

    protected OrderLineForm EmptyLine() => new() { VatRate = rates.InForceOn(Input.PlacedOn ?? Today) is [var standard, ..] ? OrderLineForm.ValueOf(standard) : null };

    /// <summary>Shows the form again with one more line: nothing is checked yet, and all that was typed is kept.</summary>
    protected PageResult WithOneMoreLine()
    {
        if (Input.Lines.Count < PlaceOrder.MostLines)
            Input.Lines.Add(EmptyLine());
        foreach (var entry in ModelState.Values)
        {
            entry.Errors.Clear();
            entry.ValidationState = ModelValidationState.Valid;
        }

        return Page();
    }
}
