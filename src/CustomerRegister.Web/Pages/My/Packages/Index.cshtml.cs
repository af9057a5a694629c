using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Packages;

/// <summary>Where a customer takes along the data that they have given: to keep, or straight to another controller.</summary>
[Authorize(Policies.Portal)]
[FreshProof(OnlyToSend = true)]
public sealed class IndexModel(OwnPackages own, HandOverPackage handOver, CurrentCustomer current, IStringLocalizer<PackagesTexts> texts) : PageModel
{
    private const string Purpose = "own-data";

    /// <summary>The package that is handed over.</summary>
    [BindProperty]
    public Guid? Chosen { get; set; }

    /// <summary>The receiving controller's name.</summary>
    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    public IReadOnlyList<DataPackage> Packages { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Choices => [.. Packages.Select(p => new SelectListItem(texts["PackageTitle", p.MadeAt.Moment()], p.Id.Value.ToString()))];

    /// <summary>What is not in them, each category with its ground.</summary>
    public IReadOnlyDictionary<DataCategory, DecisionGround> Withheld { get; private set; } = new Dictionary<DataCategory, DecisionGround>();

    /// <summary>The link that was made just now: it is shown once.</summary>
    public HandOverLink? Link { get; private set; }

    public bool IsMailed { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        (Packages, Withheld) = (await own.List(current.Id, ct), await own.Withheld(current.Id, ct));
        if (Packages is [var only])
            Chosen ??= only.Id.Value;
    }

    public async Task<IActionResult> OnPostMakeAsync(CancellationToken ct)
    {
        await own.Make(current.Id, current.Actor(Purpose), ct);
        this.SayDone(texts["Made"]);
        return Redirect("~/my/packages");
    }

    public async Task<IActionResult> OnPostDownloadAsync(Guid package, CancellationToken ct)
    {
        if (await own.Download(current.Id, new(package), current.Actor(Purpose), ct) is { } download)
            return this.Download(download);
        // Whoever comes after the time finds the list; whoever comes with another's key finds nothing in it.
        return Redirect("~/my/packages");
    }

    public async Task<IActionResult> OnPostHandOverAsync(CancellationToken ct)
    {
        if (Chosen is null && ModelState[nameof(Chosen)] is not { Errors.Count: > 0 })
            ModelState.AddModelError(nameof(Chosen), texts["WhichMissing"]);
        EmailAddress? email = null;
        if (!string.IsNullOrWhiteSpace(Email) && !EmailAddress.TryParse(Email, out email))
            ModelState.AddModelError(nameof(Email), texts["EmailUnreadable"]);
        if (string.IsNullOrWhiteSpace(To) || To.Trim().Length > HandOverPackage.LongestName)
            ModelState.AddModelError(nameof(To), texts["Refusal.ReceiverMissing"]);
        if (ModelState.IsValid)
        {
            var outcome = await handOver.Run(new(current.Id, new(Chosen!.Value), To!, email), current.Actor(Purpose), ct);
            if (outcome.Succeeded)
            {
                (Link, IsMailed) = (outcome.Value, email is not null);
                ModelState.Clear();
                (Chosen, Email) = (null, null);
            }
            else
            {
                ModelState.AddModelError(outcome.Refusal == HandOverRefusal.NotThere ? nameof(Chosen) : nameof(To), texts[$"Refusal.{outcome.Refusal}"]);
            }
        }

        await OnGetAsync(ct);
        return Page();
    }
}
