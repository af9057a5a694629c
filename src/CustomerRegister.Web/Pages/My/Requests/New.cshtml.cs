using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using CustomerRegister.Retention;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Requests;

/// <summary>The second step of a new request: the person's own words and the electronic signature under a statement that stands on the page (N32, N35).</summary>
[Authorize(Policies.Portal)]
[FreshProof(Route = "type", Value = "erasure")]
public sealed class NewModel(
    CurrentCustomer current, FileRequest file, OwnRequests own, ListPurposes purposes, PlanErasure planErasure, AllRights rights, ControllerDetails controller, TimeProvider clock, IStringLocalizer<MyTexts> texts) : PageModel
{
    [FromRoute]
    public string Type { get; set; } = "";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RequestType RequestType { get; private set; }
    /// <summary>What an erasure would take today; null for the other requests.</summary>
    public ErasurePlan? Plan { get; private set; }
    /// <summary>What may be objected to; empty for the other requests.</summary>
    public IReadOnlyList<SelectListItem> Uses { get; private set; } = [];
    public bool NeedsMessage => rights[RequestType].NeedsMessage;

    /// <summary>The words that are signed, exactly as shown.</summary>
    public string Statement => texts[$"Statement{RequestType}", controller.Name].Value;

    /// <param name="against">The purpose beside which the person pressed.</param>
    public async Task<IActionResult> OnGetAsync(Guid? against, CancellationToken ct)
    {
        if (!ReadType())
            return NotFound();
        if ((await own.OpenOnes(current.Id, ct)).TryGetValue(RequestType, out var open))
            return Redirect($"~/my/requests/{open.Value}");
        await ReadChoices(ct);
        if (against is { } one && Uses.Any(u => u.Value == one.ToString()))
            Input.Against = [one];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ReadType())
            return NotFound();
        if (NeedsMessage && string.IsNullOrWhiteSpace(Input.Message))
            ModelState.AddModelError("Input.Message", texts["NewMessageMissing"]);
        if (!Input.Agreed)
            ModelState.AddModelError("Input.Agreed", texts["NewAgreeMissing"]);
        var hash = Sha256.Hex(Statement);
        // Other words than these were on the page, such as those of another language.
        if (Input.StatementHash != hash)
            ModelState.AddModelError("", texts["NewStatementChanged"]);
        if (!ModelState.IsValid)
        {
            await ReadChoices(ct);
            return Page();
        }

        var signature = new RequestSignature(Input.Name!.Trim(), clock.Now(), current.Stay.Method.ToString(), hash);
        var command = new FileRequestCommand(current.Id, RequestType, Channel.Portal, clock.Today(), Languages.Of(CultureInfo.CurrentUICulture), Input.Message, signature)
        {
            Statement = Statement,
            Against = RequestType == RequestType.Objection ? [.. Input.Against.Select(id => new PurposeId(id))] : [],
        };
        var outcome = await file.Run(command, current.Actor("own-data"), ct);
        if (outcome.Refusal == FileRefusal.NotObjectionable)
        {
            ModelState.AddModelError("Input.Against", texts["AgainstChanged"]);
            await ReadChoices(ct);
            return Page();
        }

        if (!outcome.Succeeded)
            return NotFound();
        this.SayDone(texts[outcome.Value.IsNew ? "NewDone" : "NewWasOpen"]);
        return Redirect($"~/my/requests/{outcome.Value.Id.Value}");
    }

    private async Task ReadChoices(CancellationToken ct)
    {
        if (RequestType == RequestType.Objection)
            Uses = (await purposes.Objectionable(ct)).Choices();
        if (RequestType == RequestType.Erasure)
            Plan = await planErasure.Run(current.Id, granted: null, ct);
    }

    private bool ReadType()
    {
        // Names only: Enum.TryParse takes numbers too.
        var known = Enum.GetValues<RequestType>().Where(type => type.ToString().Equals(Type, StringComparison.OrdinalIgnoreCase)).ToList();
        if (known is not [var one])
            return false;
        RequestType = one;
        return true;
    }

    public sealed class InputModel
    {
        [StringLength(FileRequest.LongestMessage)]
        public string? Message { get; set; }

        public List<Guid> Against { get; set; } = [];

        [Required, StringLength(FileRequest.LongestName)]
        public string? Name { get; set; }

        public bool Agreed { get; set; }

        public string? StatementHash { get; set; }
    }
}
