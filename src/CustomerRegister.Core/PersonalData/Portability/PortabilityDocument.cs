using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerRegister.Consents;
using CustomerRegister.Customers;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>
/// What a person takes along (GDPR Art. 20), as it stands in <c>portability.json</c>; the published schema says the same for other systems. Whoever changes a part
/// raises <see cref="PortabilityPackage.Version"/> and publishes a schema beside the former one.
/// </summary>
public sealed record PortabilityDocument(
    string Format, int Version, DateTime MadeAt, PortableController Controller, PortablePerson Person,
    IReadOnlyList<PortableAddress> Addresses, IReadOnlyList<PortablePhone> Phones, IReadOnlyList<PortableRole> Organisations,
    IReadOnlyList<PortableBan> Bans, PortableHistory History, IReadOnlyList<PortableOrder> Orders, IReadOnlyList<WithheldPart>? Withheld = null);

/// <summary>A group of data that is not in the package although the person gave it: it was refused them, on a ground in law.</summary>
public sealed record WithheldPart(string Category, string Ground);

/// <summary>Who gave the data out.</summary>
public sealed record PortableController(string Name, string? BusinessId = null);

public sealed record PortablePerson(
    string FirstName, string LastName, Language Language, string? Email = null, string? Website = null, PortableEInvoice? EInvoice = null);

public sealed record PortableEInvoice(string Address, string Operator);

public sealed record PortableAddress(
    AddressKind Kind, string? Street = null, string? PostalCode = null, string? City = null, string? Region = null, string? Country = null);

public sealed record PortablePhone(PhoneKind Kind, string Number);

/// <summary>An organisation that the person represents or has represented.</summary>
/// <param name="To">The first day on which no longer; absent while they do.</param>
public sealed record PortableRole(string Name, DateOnly From, string? BusinessId = null, string? Title = null, DateOnly? To = null);

/// <summary>A use forbidden, or allowed again; the newest of a kind holds.</summary>
public sealed record PortableBan(BanKind Use, bool Forbidden, DateTime At, Channel Channel);

/// <summary>What the person has done with a controller, and what binds only that one: whoever takes the package in keeps it as history.</summary>
public sealed record PortableHistory(IReadOnlyList<PortableConsent> Consents, IReadOnlyList<PortableRequest> Requests, IReadOnlyList<PortableVisit> PortalVisits)
{
    public static PortableHistory None { get; } = new([], [], []);

    /// <summary>Pages opened while signed in, as far as the person let them be joined; absent where there are none.</summary>
    public IReadOnlyList<PortablePageView>? PageViews { get; init; }
}

/// <param name="Controller">To whom it was given: a consent is valid for no other (GDPR Art. 4(11)).</param>
public sealed record PortableConsent(string Controller, string Purpose, bool Given, DateTime At, string Channel);

/// <param name="Message">In the person's own words.</param>
public sealed record PortableRequest(string Controller, string Type, DateOnly ReceivedOn, string Channel, string? Message = null);

public sealed record PortableVisit(string Controller, string Method, DateTime StartedAt, DateTime? EndedAt = null);

/// <param name="Page">The page's address at that controller, without what stood in it of a person.</param>
public sealed record PortablePageView(string Controller, string Page, DateTime OpenedAt, int? Seconds = null, string? Browser = null);

/// <param name="Reference">The order's number at the controller where it was placed.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Freight">Without value added tax.</param>
public sealed record PortableOrder(
    string Reference, DateOnly PlacedOn, string Currency, decimal Freight, IReadOnlyList<PortableLine> Lines,
    DateOnly? RequiredOn = null, DateOnly? DeliveredOn = null, DateOnly? CancelledOn = null, string? DeliveryName = null, PortablePlace? DeliveryAddress = null);

public sealed record PortablePlace(string? Street = null, string? PostalCode = null, string? City = null, string? Region = null, string? Country = null);

/// <param name="UnitPrice">Without value added tax.</param>
/// <param name="Discount">A fraction: 0.05 is five per cent.</param>
/// <param name="VatRate">A fraction; absent where it is not known.</param>
public sealed record PortableLine(string Product, decimal UnitPrice, decimal Quantity, decimal Discount, decimal? VatRate = null);

internal static class PortabilityJson
{
    /// <summary>Absent is what is not stored; a term that the register does not know is refused.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Finnish letters as they are; the file is never part of a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        MaxDepth = 16,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The same on one line, as it is stored.</summary>
    public static JsonSerializerOptions Stored { get; } = new(Options) { WriteIndented = false };

    /// <summary>The code of a term, as <see cref="Options"/> writes it.</summary>
    public static string Code(Enum term) => JsonNamingPolicy.CamelCase.ConvertName(term.ToString());
}
