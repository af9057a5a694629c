using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerRegister.Customers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A customer's details as they are typed, for a new customer and for a change.</summary>
public sealed class CustomerForm
{
    [StringLength(100)]
    public string? FirstName { get; set; }

    [Required, StringLength(100)]
    public string? LastName { get; set; }

    /// <summary>Left empty only where nobody has told it yet: <see cref="LanguageSupposed"/>.</summary>
    public Language? Language { get; set; }

    /// <summary>The language that is supposed until somebody tells; null where it is known. Never read from what is sent.</summary>
    [BindNever, JsonIgnore]
    public Language? LanguageSupposed { get; set; }

    [StringLength(EmailAddress.MaxLength)]
    public string? Email { get; set; }

    [StringLength(500)]
    public string? Website { get; set; }

    /// <summary>How many phones and how many addresses a form takes.</summary>
    public const int MostRows = 20;

    public List<PhoneFields> Phones { get; set; } = [];

    public List<AddressFields> Addresses { get; set; } = [];

    /// <summary>Until when the address is protected from the reader: then no address is on the form. Never read from what is sent.</summary>
    [BindNever, JsonIgnore]
    public DateOnly? AddressHiddenUntil { get; set; }

    [StringLength(EInvoiceAddress.MaxLength)]
    public string? EInvoice { get; set; }

    [StringLength(EInvoiceAddress.MaxLength)]
    public string? EInvoiceOperator { get; set; }

    /// <summary>Its length is counted in <see cref="TryRead"/>: browsers send two characters for a line break.</summary>
    public string? Note { get; set; }

    [Required]
    public SourceKind? SourceKind { get; set; }

    [StringLength(200)]
    public string? SourceName { get; set; }

    public static CustomerForm Of(Customer customer) => new()
    {
        FirstName = customer.FirstName,
        LastName = customer.LastName,
        Language = customer.LanguageSource is null ? null : customer.Language,
        LanguageSupposed = customer.LanguageSource is null ? customer.Language : null,
        Email = customer.Email?.Value,
        Website = customer.Website?.Value,
        Phones = [.. customer.Phones.OrderBy(p => p.Kind).ThenBy(p => p.Id.Value).Select(PhoneFields.Of)],
        Addresses = [.. customer.Addresses.OrderBy(a => a.Kind).ThenBy(a => a.Id.Value).Select(AddressFields.Of)],
        AddressHiddenUntil = customer.AddressesAreHidden ? customer.ProtectedUntil : null,
        EInvoice = customer.EInvoice?.Address,
        EInvoiceOperator = customer.EInvoice?.Operator,
        Note = customer.Note,
    };

    /// <summary>Leaves out the addresses where they are hidden from the reader, whatever was sent.</summary>
    public CustomerForm HidingWhat(Customer stored)
    {
        LanguageSupposed = stored.LanguageSource is null ? stored.Language : null;
        AddressHiddenUntil = stored.AddressesAreHidden ? stored.ProtectedUntil : null;
        if (AddressHiddenUntil is not null)
            Addresses = [];
        return this;
    }

    /// <summary>Carries out what a button for a row asks: <c>add-phone</c>, <c>add-address</c>, <c>remove-phone-0</c> or <c>remove-address-0</c>.</summary>
    public void Rearrange(string rows)
    {
        if (rows == "add-phone" && Phones.Count < MostRows)
            Phones.Add(new PhoneFields());
        else if (rows == "add-address" && Addresses.Count < MostRows)
            Addresses.Add(NewAddress());
        else if (rows.StartsWith("remove-phone-", StringComparison.Ordinal))
            Remove(Phones, rows[13..]);
        else if (rows.StartsWith("remove-address-", StringComparison.Ordinal))
            Remove(Addresses, rows[15..]);
    }

    private static void Remove<T>(List<T> rows, string place)
    {
        if (int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < rows.Count)
            rows.RemoveAt(i);
    }

    private AddressFields NewAddress() => new() { Kind = Addresses.Exists(a => a.Kind == AddressKind.Postal) ? AddressKind.Invoicing : AddressKind.Postal };

    /// <summary>Adds an empty line for one more phone and one more address.</summary>
    public CustomerForm WithRoomForMore()
    {
        if (Phones.TrueForAll(p => p.Id is not null || p.Number is not null))
            Phones.Add(new PhoneFields());
        if (AddressHiddenUntil is null && Addresses.TrueForAll(a => a.Id is not null || !a.IsEmpty))
            Addresses.Add(NewAddress());
        return this;
    }

    /// <summary>Reads the values; what cannot be read becomes an error beside its field.</summary>
    /// <param name="prefix">The name under which the page binds the form.</param>
    /// <param name="was">The form as it was shown: what was not touched is not read anew.</param>
    public bool TryRead(ModelStateDictionary errors, string prefix, IStringLocalizer texts, CustomerForm? was, [NotNullWhen(true)] out CustomerValues? values)
    {
        if (Language is null && was is not { Language: null })
            errors.AddModelError($"{prefix}.{nameof(Language)}", texts["Form.LanguageMissing"]);
        EmailAddress? email = null;
        if (Email is not null && !EmailAddress.TryParse(Email, out email))
            errors.AddModelError($"{prefix}.{nameof(Email)}", texts["Form.EmailWrong"]);
        WebAddress? website = null;
        if (Website is not null && !WebAddress.TryParse(Website, out website))
            errors.AddModelError($"{prefix}.{nameof(Website)}", texts["Form.WebsiteWrong"]);

        var note = WrittenText.Lines(Note);
        if (note?.Length > Customer.LongestNote)
            errors.AddModelError($"{prefix}.{nameof(Note)}", texts["Form.NoteTooLong", note.Length]);
        var eInvoice = ReadEInvoice(errors, prefix, texts);
        if (Phones.Count > MostRows)
            errors.AddModelError($"{prefix}.{nameof(Phones)}", texts["Form.TooManyRows", MostRows]);
        if (Addresses.Count > MostRows)
            errors.AddModelError($"{prefix}.{nameof(Addresses)}", texts["Form.TooManyRows", MostRows]);

        var addresses = new List<AddressEntry>();
        foreach (var fields in Addresses.Where(a => !a.IsEmpty))
        {
            // Too long a part has its error already.
            if (PostalAddress.TryCreate(fields.Street, fields.PostalCode, fields.City, fields.Region, fields.Country, out var address))
                addresses.Add(new AddressEntry(fields.Id is { } id ? new CustomerAddressId(id) : null, fields.Kind, address));
        }

        // A number without its country's code was written where the person lives.
        var country = addresses.Select(a => a.Address).FirstOrDefault(a => a.Country is not null) is { } home ? home.CountryCode : CountryCode.Finland;
        var phones = new List<PhoneEntry>();
        for (var i = 0; i < Phones.Count; i++)
        {
            var fields = Phones[i];
            if (string.IsNullOrWhiteSpace(fields.Number))
                continue;
            if (fields.Read(was, country) is { } number)
                phones.Add(new PhoneEntry(fields.Id is { } id ? new CustomerPhoneId(id) : null, fields.Kind, number));
            else
                errors.AddModelError($"{prefix}.{nameof(Phones)}[{i}].{nameof(fields.Number)}", texts["Form.PhoneWrong"]);
        }

        values = errors.IsValid
            ? new CustomerValues(
                FirstName?.Trim() ?? "", LastName!.Trim(), Language, email, website, phones, addresses, eInvoice, note, SourceKind!.Value, WrittenText.OneLine(SourceName))
            : null;
        return values is not null;
    }

    private EInvoiceAddress? ReadEInvoice(ModelStateDictionary errors, string prefix, IStringLocalizer texts)
    {
        if (string.IsNullOrWhiteSpace(EInvoice) && string.IsNullOrWhiteSpace(EInvoiceOperator))
            return null;
        if (EInvoiceAddress.TryCreate(EInvoice, EInvoiceOperator, out var address, out var fault))
            return address;
        var (field, text) = fault switch
        {
            EInvoiceFault.AddressMissing => (nameof(EInvoice), "Form.EInvoiceMissing"),
            EInvoiceFault.AddressWrong => (nameof(EInvoice), "Form.EInvoiceWrong"),
            EInvoiceFault.OperatorMissing => (nameof(EInvoiceOperator), "Form.EInvoiceOperatorMissing"),
            _ => (nameof(EInvoiceOperator), "Form.EInvoiceOperatorWrong"),
        };
        errors.AddModelError($"{prefix}.{field}", texts[text]);
        return null;
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    public static CustomerForm? FromJson(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<CustomerForm>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

public sealed record CustomerValues(
    string FirstName, string LastName, Language? Language, EmailAddress? Email, WebAddress? Website,
    IReadOnlyList<PhoneEntry> Phones, IReadOnlyList<AddressEntry> Addresses, EInvoiceAddress? EInvoice, string? Note,
    SourceKind SourceKind, string? SourceName);

public sealed record PhoneFields
{
    public Guid? Id { get; set; }

    public PhoneKind Kind { get; set; }

    [StringLength(PhoneNumber.MaxLength)]
    public string? Number { get; set; }

    public static PhoneFields Of(CustomerPhone phone) => new() { Id = phone.Id.Value, Kind = phone.Kind, Number = phone.Number.Readable };

    /// <summary>The number; one that could not be placed when it was stored, and was not touched, stays as it is.</summary>
    internal PhoneNumber? Read(CustomerForm? was, string? country)
    {
        var untouched = was?.Phones.Exists(p => p.Id == Id && p.Id is not null && p.Number == Number) == true;
        return PhoneNumber.TryParse(Number, untouched && Number![0] != '+' ? null : country, out var number) ? number : null;
    }
}

public sealed record AddressFields
{
    public Guid? Id { get; set; }

    public AddressKind Kind { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? Street { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? PostalCode { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? City { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? Region { get; set; }

    [StringLength(PostalAddress.MaxPartLength)]
    public string? Country { get; set; }

    [JsonIgnore]
    public bool IsEmpty => new[] { Street, PostalCode, City, Region, Country }.All(string.IsNullOrWhiteSpace);

    public static AddressFields Of(CustomerAddress address) => new()
    {
        Id = address.Id.Value,
        Kind = address.Kind,
        Street = address.Address.Street,
        PostalCode = address.Address.PostalCode,
        City = address.Address.City,
        Region = address.Address.Region,
        Country = address.Address.Country,
    };

    public override string ToString() => PostalAddress.TryCreate(Street, PostalCode, City, Region, Country, out var address) ? address.ToString() : "";
}
