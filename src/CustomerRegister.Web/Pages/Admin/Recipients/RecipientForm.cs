using System.ComponentModel.DataAnnotations;
using CustomerRegister.Customers;
using CustomerRegister.Disclosures;

namespace CustomerRegister.Web.Pages.Admin.Recipients;

/// <summary>A recipient as it is typed in.</summary>
public sealed class RecipientForm
{
    [Required, StringLength(Recipient.MaxNameLength)]
    public string? Name { get; set; }

    [Required, StringLength(EmailAddress.MaxLength)]
    public string? Email { get; set; }

    [Required]
    public Language? Language { get; set; } = CustomerRegister.Language.Fi;

    public string WrittenName => WrittenText.OneLine(Name)!;
}
