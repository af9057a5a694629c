using System.ComponentModel.DataAnnotations;
using CustomerRegister.Disclosures;
using CustomerRegister.PersonalData;

namespace CustomerRegister.Web.Pages.Staff.Disclosures;

/// <summary>A disclosure as it is entered.</summary>
public sealed class DisclosureForm
{
    [Required]
    public Guid? Recipient { get; set; }

    [Required]
    public IReadOnlyList<DataCategory>? Categories { get; set; }

    [Required]
    public DateOnly? On { get; set; }

    [Required]
    public DisclosureGround? Ground { get; set; }

    [StringLength(Disclosure.LongestReference)]
    public string? Reference { get; set; }
}
