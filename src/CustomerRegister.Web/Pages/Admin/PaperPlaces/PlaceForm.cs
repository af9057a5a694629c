using System.ComponentModel.DataAnnotations;
using CustomerRegister.PaperRecords;

namespace CustomerRegister.Web.Pages.Admin.PaperPlaces;

/// <summary>A place as it is typed in.</summary>
public sealed class PlaceForm
{
    [Required, StringLength(PaperPlace.MaxNameLength)]
    public string? Name { get; set; }

    [Required]
    public PaperLock? Lock { get; set; }

    [Required]
    public FireProtection? FireProtection { get; set; }
}
