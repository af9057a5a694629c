using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My;

/// <summary>A customer's consents and bans: one switch each, at once in force, with the history of every change.</summary>
[Authorize(Policies.Portal)]
public sealed class ConsentsModel(
    CurrentCustomer current, OwnChoices own, OwnRequests requests, DecideConsent decide, SetBan ban, EndObjection endObjection, ControllerDetails controller, IStringLocalizer<MyTexts> texts) : PageModel
{
    public Choices Choices { get; private set; } = new([], []);
    public IReadOnlyList<PastChoice> History { get; private set; } = [];
    /// <summary>What the data is used for without asking, and the customer may object to (GDPR Art. 21(1)).</summary>
    public IReadOnlyList<Purpose> Objectionable => [.. Choices.Purposes.Where(p => p.IsObjectionable)];

    /// <summary>The objection that has ended the use; null where there is none.</summary>
    public ObjectionChoice? ObjectionTo(Purpose purpose) => Choices.Objections.FirstOrDefault(o => o.Purpose.Id == purpose.Id);

    public string ControllerName => controller.Name;
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    /// <summary>The objection that waits for its decision; null where none does.</summary>
    public RequestId? Pending { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        (Choices, History) = await own.Run(current.Id, current.Actor("own-data"), ct);
        Pending = (await requests.OpenOnes(current.Id, ct)).TryGetValue(RequestType.Objection, out var open) ? open : null;
    }

    /// <param name="purpose">Whose switch was pressed.</param>
    /// <param name="given">What the switch is to become.</param>
    /// <param name="text">The hash of the words that were shown beside the switch.</param>
    public async Task<IActionResult> OnPostConsentAsync(Guid purpose, bool given, string? text, CancellationToken ct)
    {
        var outcome = await decide.Run(new(current.Id, new PurposeId(purpose), given, text, Channel.Portal), current.Actor("own-data"), ct);
        if (outcome.Refusal == ConsentRefusal.NotAskedFor)
            return NotFound();
        if (outcome.Refusal == ConsentRefusal.TextChanged)
        {
            ModelState.AddModelError("", texts["ConsentTextChanged"]);
            await OnGetAsync(ct);
            return Page();
        }

        this.SayDone(texts[given ? "ConsentGivenDone" : "ConsentWithdrawnDone"]);
        return RedirectToPage();
    }

    /// <param name="kind">Whose switch was pressed.</param>
    /// <param name="forbidden">What the switch is to become.</param>
    public async Task<IActionResult> OnPostBanAsync(BanKind kind, bool forbidden, CancellationToken ct)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(kind))
            return NotFound();
        await ban.Run(new(current.Id, kind, forbidden, Channel.Portal), current.Actor("own-data"), ct);
        this.SayDone(texts[forbidden ? "BanSetDone" : "BanLiftedDone"]);
        return RedirectToPage();
    }

    /// <param name="objection">What is taken back.</param>
    public async Task<IActionResult> OnPostEndObjectionAsync(Guid objection, CancellationToken ct)
    {
        if (!await endObjection.Run(current.Id, new ObjectionId(objection), current.Actor("own-data"), ct))
            return NotFound();
        this.SayDone(texts["ObjectionEndedDone"]);
        return RedirectToPage();
    }
}
