using CustomerRegister.Rectification;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>Corrections that are still to be told to whoever the wrong value came from (N36).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class SourcesModel(ListSourcesToTell list, TellSource tell, CurrentStaff current, IStringLocalizer<RectificationTexts> texts) : PageModel
{
    public IReadOnlyList<SourceToTell> Waiting { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Waiting = await list.Run(ct);

    /// <summary>The source has become one of the recipients since the correction: it is told by mail.</summary>
    public async Task<IActionResult> OnPostAsync(Guid request, Guid item, CancellationToken ct)
    {
        // Pressed twice is told once.
        if ((await tell.ByMail(new(request), new(item), await current.Actor("requests"), ct)).Refusal == TellSourceRefusal.NotFound)
            return NotFound();
        this.SayDone(texts["SourcesMailed"]);
        return RedirectToPage();
    }
}
