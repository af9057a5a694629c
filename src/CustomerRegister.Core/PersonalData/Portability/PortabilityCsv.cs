using System.Globalization;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData.Packages;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>The parts of a portability package as CSV, for whoever opens them in a spreadsheet.</summary>
internal static class PortabilityCsv
{
    /// <param name="orders">Reads the orders from the first one on.</param>
    public static IEnumerable<(string Name, Func<Stream, Task> Write)> Files(PortabilityDocument document, Func<IAsyncEnumerable<PortableOrder>> orders) =>
    [
        Part("person", ["firstName", "lastName", "language", "email", "website", "eInvoiceAddress", "eInvoiceOperator"],
            [document.Person], p => [p.FirstName, p.LastName, p.Language, p.Email, p.Website, p.EInvoice?.Address, p.EInvoice?.Operator]),
        Part("addresses", ["kind", "street", "postalCode", "city", "region", "country"],
            document.Addresses, a => [a.Kind, a.Street, a.PostalCode, a.City, a.Region, a.Country]),
        Part("phones", ["kind", "number"], document.Phones, p => [p.Kind, p.Number]),
        Part("organisations", ["name", "businessId", "title", "from", "to"], document.Organisations, o => [o.Name, o.BusinessId, o.Title, o.From, o.To]),
        Part("bans", ["use", "forbidden", "at", "channel"], document.Bans, b => [b.Use, b.Forbidden, b.At, b.Channel]),
        Part("consents", ["controller", "purpose", "given", "at", "channel"], document.History.Consents, c => [c.Controller, c.Purpose, c.Given, c.At, c.Channel]),
        Part("requests", ["controller", "type", "receivedOn", "channel", "message"], document.History.Requests, r => [r.Controller, r.Type, r.ReceivedOn, r.Channel, r.Message]),
        Part("portal-visits", ["controller", "method", "startedAt", "endedAt"], document.History.PortalVisits, v => [v.Controller, v.Method, v.StartedAt, v.EndedAt]),
        Part("page-views", ["controller", "page", "openedAt", "seconds", "browser"], document.History.PageViews ?? [], v => [v.Controller, v.Page, v.OpenedAt, v.Seconds, v.Browser]),
        ("orders", stream => Rows(stream,
            ["reference", "placedOn", "requiredOn", "deliveredOn", "cancelledOn", "currency", "freight", "deliveryName", "street", "postalCode", "city", "region", "country"],
            orders().Select(o => (object?[])[o.Reference, o.PlacedOn, o.RequiredOn, o.DeliveredOn, o.CancelledOn, o.Currency, o.Freight, o.DeliveryName,
                o.DeliveryAddress?.Street, o.DeliveryAddress?.PostalCode, o.DeliveryAddress?.City, o.DeliveryAddress?.Region, o.DeliveryAddress?.Country]))),
        ("order-lines", stream => Rows(stream, ["order", "product", "unitPrice", "quantity", "discount", "vatRate"],
            orders().SelectMany(o => o.Lines.Select(l => (object?[])[o.Reference, l.Product, l.UnitPrice, l.Quantity, l.Discount, l.VatRate])))),
    ];

    private static (string, Func<Stream, Task>) Part<T>(string name, string[] columns, IReadOnlyList<T> rows, Func<T, object?[]> values) =>
        (name, stream => Rows(stream, columns, rows.ToAsyncEnumerable().Select(values)));

    private static async Task Rows(Stream stream, string[] columns, IAsyncEnumerable<object?[]> rows)
    {
        await using var csv = new CsvOutput(stream);
        await csv.Row(columns);
        await foreach (var row in rows)
            await csv.Row(row.Select(Text));
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool yes => yes ? "true" : "false",
        DateOnly day => PackageJson.Day(day),
        DateTime instant => PackageJson.Instant(instant),
        Enum term => PortabilityJson.Code(term),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
