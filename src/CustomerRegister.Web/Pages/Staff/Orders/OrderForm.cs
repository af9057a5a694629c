using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using CustomerRegister.Web.Localization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>An order as it is typed in. Numbers are texts here, so that what was typed is kept whatever it was.</summary>
public sealed class OrderForm
{
    /// <summary>How many lines a new form has.</summary>
    public const int FirstLines = 3;

    private const decimal MostMoney = 100_000_000m;
    private const decimal MostPieces = 1_000_000m;

    [StringLength(20)]
    public string? CustomerNumber { get; set; }

    [StringLength(20)]
    public string? OrganisationNumber { get; set; }

    public DateOnly? PlacedOn { get; set; }

    public DateOnly? RequiredOn { get; set; }

    [StringLength(40)]
    public string? Freight { get; set; }

    [StringLength(200)]
    public string? DeliveryName { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? Street { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? PostalCode { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? City { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? Country { get; set; }

    public List<OrderLineForm> Lines { get; set; } = [];

    /// <summary>Null where no part was filled in, or one is too long.</summary>
    public PostalAddress? DeliveryAddress => PostalAddress.TryCreate(Street, PostalCode, City, null, Country, out var address) ? address : null;

    public static OrderForm Of(Order order, bool hidesDelivery)
    {
        var form = new OrderForm { PlacedOn = order.PlacedOn, RequiredOn = order.RequiredOn, Freight = Written(order.Freight), DeliveryName = order.DeliveryName };
        if (!hidesDelivery && order.DeliveryAddress is { } address)
            (form.Street, form.PostalCode, form.City, form.Country) = (address.Street, address.PostalCode, address.City, address.Country);
        form.Lines.AddRange(order.Lines.Select(l => new OrderLineForm
        {
            Product = l.Product,
            Quantity = l.Quantity.Amount(),
            UnitPrice = Written(l.UnitPrice),
            Discount = l.Discount == 0 ? null : (l.Discount * 100).Amount(),
            VatRate = l.VatRate is { } rate ? OrderLineForm.ValueOf(rate) : null,
        }));
        return form;
    }

    // A sum of money shows its cents.
    private static string Written(decimal sum) => sum.ToString("#,##0.00##", CultureInfo.CurrentCulture);

    /// <summary>Reads the numbers; what can't be read is said beside its field.</summary>
    /// <returns>Lines that were left empty are passed over. Null for freight or a line that is wrong; then the model state is invalid.</returns>
    public (decimal Freight, IReadOnlyList<OrderedLine> Lines) Read(ModelStateDictionary state, IStringLocalizer<OrdersTexts> texts)
    {
        var freight = string.IsNullOrWhiteSpace(Freight) ? 0 : Number("Input.Freight", Freight, MostMoney, mayBeZero: true, state, texts);
        if (freight != Sums.Cents(freight))
            state.AddModelError("Input.Freight", texts["Error.Cents"]);
        var lines = new List<OrderedLine>();
        foreach (var (line, i) in Lines.Select((line, i) => (line, i)).Where(l => !l.line.IsEmpty))
        {
            var at = $"Input.Lines[{i}].";
            if (string.IsNullOrWhiteSpace(line.Product))
                state.AddModelError($"{at}{nameof(line.Product)}", texts["Error.ProductMissing"]);
            var quantity = Number($"{at}{nameof(line.Quantity)}", line.Quantity, MostPieces, mayBeZero: false, state, texts);
            var price = Number($"{at}{nameof(line.UnitPrice)}", line.UnitPrice, MostMoney, mayBeZero: true, state, texts);
            var discount = string.IsNullOrWhiteSpace(line.Discount) ? 0 : Percent($"{at}{nameof(line.Discount)}", line.Discount, state, texts);
            if (line.Rate is null)
                state.AddModelError($"{at}{nameof(line.VatRate)}", texts["Error.RateMissing"]);
            lines.Add(new OrderedLine(line.Product?.Trim() ?? "", price, quantity, discount, line.Rate));
        }

        return (freight, lines);
    }

    private static decimal Number(string field, string? text, decimal most, bool mayBeZero, ModelStateDictionary state, IStringLocalizer<OrdersTexts> texts)
    {
        var problem = string.IsNullOrWhiteSpace(text) ? "Error.NumberMissing"
            : !WrittenNumber.TryRead(text, out var number) ? "Error.NumberUnreadable"
            : number < 0 ? "Error.NumberNegative"
            : number == 0 && !mayBeZero ? "Error.NumberZero"
            : number > most ? "Error.NumberTooLarge"
            : decimal.Round(number, 4) != number ? "Error.NumberTooPrecise"
            : null;
        if (problem is null)
            return WrittenNumber.TryRead(text!, out var read) ? read : 0;
        // Too long a text has been said already.
        if (state.GetFieldValidationState(field) != ModelValidationState.Invalid)
            state.AddModelError(field, texts[problem]);
        return 0;
    }

    // Both 5 and 5 % mean five per cent.
    private static decimal Percent(string field, string text, ModelStateDictionary state, IStringLocalizer<OrdersTexts> texts)
    {
        var percent = Number(field, text.Replace("%", ""), 100, mayBeZero: true, state, texts);
        if (decimal.Round(percent, 2) != percent)
            state.AddModelError(field, texts["Error.DiscountTooPrecise"]);
        return percent / 100;
    }
}

public sealed class OrderLineForm
{
    [StringLength(200)]
    public string? Product { get; set; }

    [StringLength(40)]
    public string? Quantity { get; set; }

    /// <summary>Without value added tax.</summary>
    [StringLength(40)]
    public string? UnitPrice { get; set; }

    /// <summary>Per cent.</summary>
    [StringLength(40)]
    public string? Discount { get; set; }

    /// <summary>As <see cref="ValueOf"/> writes it.</summary>
    [StringLength(20)]
    public string? VatRate { get; set; }

    // The rate is chosen beforehand, and says nothing about whether the line was filled in.
    public bool IsEmpty => string.IsNullOrWhiteSpace(Product) && string.IsNullOrWhiteSpace(Quantity) && string.IsNullOrWhiteSpace(UnitPrice) && string.IsNullOrWhiteSpace(Discount);

    public decimal? Rate => decimal.TryParse(VatRate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1 ? rate : null;

    public static string ValueOf(decimal rate) => rate.ToString("0.####", CultureInfo.InvariantCulture);
}
