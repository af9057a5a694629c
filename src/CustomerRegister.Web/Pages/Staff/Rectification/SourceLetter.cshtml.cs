using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Rectification;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>The letter that tells the source of wrong values what was corrected (N36), for the printer: only what came from that source, and nothing of a protected address.</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class SourceLetterModel(ViewRectification view, CurrentStaff current, TimeProvider clock) : PageModel
{
    public ViewedRectification Viewed { get; private set; } = null!;
    public Provenance Source { get; private set; } = null!;
    public IReadOnlyList<ViewedItem> Items { get; private set; } = [];
    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(Guid id, Guid item, CancellationToken ct)
    {
        if (await view.Run(new(id), null, await current.Actor("requests"), ct) is not { FullName: not null } viewed
            || viewed.Items.FirstOrDefault(i => i.Item.Id.Value == item)?.Item.WrongSource is not { } source)
            return NotFound();
        (Viewed, Source) = (viewed, source);
        Items = [.. viewed.Items.Where(i => !i.IsHidden && i.Item.WrongSource is { } own && own.Kind == source.Kind && own.Name == source.Name)];
        return Items.Count > 0 ? new PaperPage(string.Create(CultureInfo.InvariantCulture, $"correction-{viewed.Request.Number}")) : NotFound();
    }
}
