using CustomerRegister.Customers;
using CustomerRegister.Imports;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>What the published schema and the register's own facts ask of a package's values, beyond their types.</summary>
internal static class PortabilityRules
{
    /// <summary>The place of the first value that breaks a rule; null where all keep them.</summary>
    public static string? Broken(PortabilityDocument document) => First(
        Check(document.MadeAt.Kind == DateTimeKind.Utc, "$.madeAt"),
        Text(document.Controller.Name, PortabilityLimits.Name, "$.controller.name", required: true),
        Person(document.Person),
        Each(document.Addresses, "$.addresses", (a, at) => Place(a.Street, a.PostalCode, a.City, a.Region, a.Country, at)),
        Each(document.Phones, "$.phones", (p, at) => Check(PhoneNumber.TryParse(p.Number, null, out _), $"{at}.number")),
        Each(document.Organisations, "$.organisations", (o, at) => First(
            Text(o.Name, PortabilityLimits.Name, $"{at}.name", required: true), Text(o.Title, PortabilityLimits.PersonName, $"{at}.title"),
            Check(o.BusinessId is null || BusinessId.TryParse(o.BusinessId, out _), $"{at}.businessId"), Check(o.To is null || o.To >= o.From, $"{at}.to"))),
        // A decision of tomorrow would overrule what the person decides today.
        Each(document.Bans, "$.bans", (b, at) => Check(b.At.Kind == DateTimeKind.Utc && b.At <= document.MadeAt, $"{at}.at")),
        Each(document.History.Consents, "$.history.consents", (c, at) => First(
            Text(c.Controller, PortabilityLimits.Name, $"{at}.controller", required: true), Text(c.Purpose, PortabilityLimits.Code, $"{at}.purpose", required: true),
            Text(c.Channel, PortabilityLimits.Code, $"{at}.channel", required: true), Check(c.At.Kind == DateTimeKind.Utc, $"{at}.at"))),
        Each(document.History.Requests, "$.history.requests", (r, at) => First(
            Text(r.Controller, PortabilityLimits.Name, $"{at}.controller", required: true), Text(r.Type, PortabilityLimits.Code, $"{at}.type", required: true),
            Text(r.Channel, PortabilityLimits.Code, $"{at}.channel", required: true), Check(r.Message is null || r.Message.Length <= PortabilityLimits.Message, $"{at}.message"))),
        Each(document.History.PortalVisits, "$.history.portalVisits", (v, at) => First(
            Text(v.Controller, PortabilityLimits.Name, $"{at}.controller", required: true), Text(v.Method, PortabilityLimits.Code, $"{at}.method", required: true),
            Check(v.StartedAt.Kind == DateTimeKind.Utc, $"{at}.startedAt"), Check(v.EndedAt is null or { Kind: DateTimeKind.Utc }, $"{at}.endedAt"))),
        Each(document.History.PageViews ?? [], "$.history.pageViews", (v, at) => First(
            Text(v.Controller, PortabilityLimits.Name, $"{at}.controller", required: true), Text(v.Page, PortabilityLimits.Page, $"{at}.page", required: true),
            Check(v.OpenedAt.Kind == DateTimeKind.Utc, $"{at}.openedAt"), Check(v.Seconds is null or >= 0, $"{at}.seconds"), Text(v.Browser, PortabilityLimits.Name, $"{at}.browser"))),
        Each(document.Withheld ?? [], "$.withheld", (w, at) => First(Text(w.Category, PortabilityLimits.Code, $"{at}.category", required: true), Text(w.Ground, PortabilityLimits.Code, $"{at}.ground", required: true))),
        Each(document.Orders, "$.orders", Order),
        Check(document.Orders.DistinctBy(o => o.Reference).Count() == document.Orders.Count, "$.orders"));

    private static string? Person(PortablePerson person) => First(
        Text(person.FirstName, PortabilityLimits.PersonName, "$.person.firstName"),
        Text(person.LastName, PortabilityLimits.PersonName, "$.person.lastName", required: true),
        Check(person.Email is null || EmailAddress.TryParse(person.Email, out _), "$.person.email"),
        Check(person.Website is null || person.Website.Length <= PortabilityLimits.Website && WebAddress.TryParse(person.Website, out _), "$.person.website"),
        Check(person.EInvoice is null || EInvoiceAddress.TryCreate(person.EInvoice.Address, person.EInvoice.Operator, out _, out _), "$.person.eInvoice"));

    private static string? Order(PortableOrder order, string at) => First(
        Text(order.Reference, PortabilityLimits.Reference, $"{at}.reference", required: true),
        Check(CurrencyCode.TryRead(order.Currency, out var code) && code == order.Currency, $"{at}.currency"),
        Check(Math.Abs(order.Freight) <= PortabilityLimits.Amount, $"{at}.freight"),
        Text(order.DeliveryName, PortabilityLimits.Name, $"{at}.deliveryName"),
        order.DeliveryAddress is { } place ? Place(place.Street, place.PostalCode, place.City, place.Region, place.Country, $"{at}.deliveryAddress") : null,
        Each(order.Lines, $"{at}.lines", (line, lineAt) => First(
            Text(line.Product, PortabilityLimits.Product, $"{lineAt}.product", required: true),
            Check(Math.Abs(line.UnitPrice) <= PortabilityLimits.Amount, $"{lineAt}.unitPrice"),
            Check(Math.Abs(line.Quantity) <= PortabilityLimits.Amount, $"{lineAt}.quantity"),
            Check(line.Discount is >= 0 and <= 1, $"{lineAt}.discount"),
            Check(line.VatRate is null or >= 0 and <= 1, $"{lineAt}.vatRate"))));

    private static string? Place(string? street, string? postalCode, string? city, string? region, string? country, string at) =>
        Check(PostalAddress.TryCreate(street, postalCode, city, region, country, out _), at);

    private static string? Text(string? value, int longest, string at, bool required = false) =>
        Check(value is null ? !required : value.Length <= longest && (!required || !string.IsNullOrWhiteSpace(value)) && !value.Any(char.IsControl), at);

    private static string? Each<T>(IReadOnlyList<T> items, string at, Func<T, string, string?> broken)
    {
        if (items.Count > PortabilityLimits.Rows)
            return at;
        for (var i = 0; i < items.Count; i++)
        {
            var place = FormattableString.Invariant($"{at}[{i}]");
            // A list may hold a null whatever its type says.
            if (items[i] is null || broken(items[i], place) is not null)
                return items[i] is null ? place : broken(items[i], place);
        }

        return null;
    }

    private static string? Check(bool holds, string at) => holds ? null : at;

    private static string? First(params IEnumerable<string?> broken) => broken.FirstOrDefault(b => b is not null);
}
