using System.ComponentModel.DataAnnotations;
using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

[RequirePermission(Permission.HandleRequests)]
public sealed class RequestModel(
    ViewRequest view, ConfirmIdentity confirm, AskForIdentity ask, ReadAnswer answer, ExtensionLetter letter, CancelErasure cancelErasure, AllRights rights, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    internal const string Purpose = "requests";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty, Required]
    public IdentityMethod? Method { get; set; }

    public ViewedRequest Viewed { get; private set; } = null!;
    public bool MayDecide { get; private set; }
    public DateOnly Today => clock.Today();

    public IReadOnlyList<SelectListItem> Methods => terms.Options([.. ConfirmIdentity.MethodsFor(Viewed.Request.Channel)]);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(new(Id), await current.Actor(Purpose), ct) is not { } viewed)
            return NotFound();
        Viewed = viewed;
        MayDecide = (await current.Get()).Account.Holds(rights[viewed.Request.Type].DecidedWith);
        return Page();
    }

    public async Task<IActionResult> OnPostIdentityAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
            return await OnGetAsync(ct);
        var outcome = await confirm.Run(new(new(Id), Method!.Value), await current.Actor(Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Identity.Done"]);
            return Redirect($"/staff/requests/{Id}");
        }

        ModelState.AddModelError(nameof(Method), terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostAskAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var outcome = await ask.Run(new(Id), await current.Actor(Purpose), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[outcome.Value.Mailed ? "Identity.AskedByMail" : "Identity.AskedOtherwise"]);
            return Redirect($"/staff/requests/{Id}");
        }

        ModelState.AddModelError(nameof(Method), terms[outcome.Refusal]);
        return await OnGetAsync(ct);
    }

    public async Task<IActionResult> OnPostDownloadAsync(Guid file, CancellationToken ct) =>
        await answer.Download(new(Id), new(file), await current.Actor(Purpose), ct) is { } package
            ? this.Download(package)
            : NotFound();

    public async Task<IActionResult> OnPostCancelErasureAsync(CancellationToken ct)
    {
        if (!(await current.Get()).Account.Holds(rights[RequestType.Erasure].DecidedWith))
            return Forbid();
        var outcome = await cancelErasure.Run(new(Id), owner: null, await current.Actor(Purpose), ct);
        if (outcome is { Succeeded: false, Refusal: CancelErasureRefusal.NotFound })
            return NotFound();
        this.SayDone(texts[outcome.Succeeded ? "Erasure.Cancelled" : "Erasure.TooLate"]);
        return Redirect($"/staff/requests/{Id}");
    }

    public async Task<IActionResult> OnPostLetterAsync(CancellationToken ct) =>
        await letter.Run(new(Id), await current.Actor(Purpose), ct) is { } content
            ? File(content.Content, content.ContentType, content.Name)
            : NotFound();
}
