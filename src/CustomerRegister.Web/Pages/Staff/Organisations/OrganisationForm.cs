using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Organisations;

/// <summary>An organisation's details as they are typed.</summary>
public sealed record OrganisationForm
{
    [Required, StringLength(200)]
    public string? Name { get; set; }

    [StringLength(20)]
    public string? BusinessId { get; set; }

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

    public static OrganisationForm Of(Organisation organisation) => new()
    {
        Name = organisation.Name,
        BusinessId = organisation.BusinessId?.Value,
        Street = organisation.Address?.Street,
        PostalCode = organisation.Address?.PostalCode,
        City = organisation.Address?.City,
        Region = organisation.Address?.Region,
        Country = organisation.Address?.Country,
    };

    /// <summary>Reads the values; what cannot be read becomes an error beside its field.</summary>
    public bool TryRead(ModelStateDictionary errors, string prefix, IStringLocalizer texts, out BusinessId? businessId, out PostalAddress? address)
    {
        businessId = null;
        if (!string.IsNullOrWhiteSpace(BusinessId) && !CustomerRegister.Customers.BusinessId.TryParse(BusinessId, out businessId))
            errors.AddModelError($"{prefix}.{nameof(BusinessId)}", texts["Form.BusinessIdWrong"]);
        // Too long a part has its error already.
        PostalAddress.TryCreate(Street, PostalCode, City, Region, Country, out address);
        return errors.IsValid;
    }
}
