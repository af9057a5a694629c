using System.ComponentModel.DataAnnotations;
using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>A paper record as it is typed in.</summary>
public sealed class PaperForm
{
    [Required]
    public PaperKind? Kind { get; set; }

    [StringLength(PaperRecord.MaxDescriptionLength)]
    public string? Description { get; set; }

    [Required]
    public Guid? Place { get; set; }

    [Required]
    public DateOnly? Since { get; set; }

    public string? WrittenDescription => string.IsNullOrWhiteSpace(Description) ? null : Description.Trim();

    /// <summary>The places in use, and the one where the paper is now.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> Places(RegisterContext db, PaperPlaceId? now, CancellationToken ct) =>
        [.. (await db.PaperPlaces.AsNoTracking().Where(p => p.ClosedOn == null || p.Id == now).OrderBy(p => p.Name).ToListAsync(ct))
            .Select(p => new SelectListItem(p.Name, p.Id.Value.ToString()))];
}
