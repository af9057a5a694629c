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
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class NewModel(
    CurrentCustomer current, FileRequest file, OwnRequests own, ListPurposes purposes, PlanErasure planErasure, AllRights rights, ControllerDetails controller, TermNames terms, TimeProvider clock, IStringLocalizer<MyTexts> texts) : PageModel
{
    [FromRoute]
    public string Type { get; set; } = "";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public List<IFormFile> Files { get; set; } = [];

    public RequestType RequestType { get; private set; }
    /// <summary>What an erasure would take today; null for the other requests.</summary>
    public ErasurePlan? Plan { get; private set; }
    /// <summary>What may be objected to; empty for the other requests.</summary>
    public IReadOnlyList<SelectListItem> Uses { get; private set; } = [];
    /// <summary>The objection that is open, to which this one is added; null where there is none, and for the other requests.</summary>
    public OwnRequest? Open { get; private set; }
    public bool NeedsMessage => rights[RequestType].NeedsMessage;

    /// <summary>The words that are signed, exactly as shown.</summary>
    public string Statement => texts[$"Statement{RequestType}", controller.Name].Value;

    /// <param name="against">The purpose beside which the person pressed.</param>
    public async Task<IActionResult> OnGetAsync(Guid? against, CancellationToken ct)
    {
        if (!ReadType())
            return NotFound();
        if (RequestType != RequestType.Objection && (await own.OpenOnes(current.Id, ct)).TryGetValue(RequestType, out var open))
        {
            this.SayDone(texts["NewHasOpen"]);
            return Redirect($"~/my/requests/{open.Value}");
        }

        await ReadOpen(ct);
        await ReadChoices(ct);
        if (Open is { } first && (Uses.Count == 0 || first.Uses.Named.Any(p => p.Id.Value == against)))
        {
            this.SayDone(texts["NewAddCovered"]);
            return Redirect($"~/my/requests/{first.Request.Id.Value}");
        }

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
        await ReadOpen(ct);
        // What is added to an open request is not signed again.
        if (Open is not null)
            ModelState.Remove("Input.Name");
        else
            CheckSignature();
        if (!ModelState.IsValid)
        {
            await ReadChoices(ct);
            return Page();
        }

        var command = new FileRequestCommand(current.Id, RequestType, Channel.Portal, clock.Today(), Languages.Of(CultureInfo.CurrentUICulture), Input.Message,
            Open is null ? new(Input.Name!.Trim(), clock.Now(), current.Stay.Method.ToString(), Sha256.Hex(Statement)) : null)
        {
            Statement = Open is null ? Statement : null,
            Files = (await Files.Read(ct)).ConvertAll(sent => (AttachmentKind.Other, sent)),
            Against = RequestType == RequestType.Objection ? [.. Input.Against.Select(id => new PurposeId(id))] : [],
        };
        var outcome = await file.Run(command, current.Actor("own-data"), ct);
        switch (outcome.Refusal)
        {
            case null:
                break;
            case FileRefusal.NotObjectionable:
                ModelState.AddModelError("Input.Against", texts["AgainstChanged"]);
                await ReadChoices(ct);
                return Page();
            case FileRefusal.TooManyFiles or FileRefusal.FileEmpty or FileRefusal.FileTooLarge or FileRefusal.FileTypeUnknown:
                ModelState.AddModelError(nameof(Files), terms[outcome.Refusal]);
                await ReadChoices(ct);
                return Page();
            default:
                return NotFound();
        }

        this.SayDone(texts[outcome.Value!.IsNew ? "NewDone" : outcome.Value.Added ? "NewAdded" : "NewWasOpen"]);
        return Redirect($"~/my/requests/{outcome.Value.Id.Value}");
    }

    private void CheckSignature()
    {
        if (!Input.Agreed)
            ModelState.AddModelError("Input.Agreed", texts["NewAgreeMissing"]);
        // Other words than these were on the page, such as those of another language.
        if (Input.StatementHash != Sha256.Hex(Statement))
            ModelState.AddModelError("", texts["NewStatementChanged"]);
    }

    private async Task ReadOpen(CancellationToken ct)
    {
        if (RequestType == RequestType.Objection && (await own.OpenOnes(current.Id, ct)).TryGetValue(RequestType, out var open))
            Open = await own.Find(current.Id, open, current.Actor("own-data"), ct);
    }

    private async Task ReadChoices(CancellationToken ct)
    {
        // Without what is objected to already.
        if (RequestType == RequestType.Objection && Open?.Uses.IsGeneral != true)
            Uses = (await purposes.Objectionable(ct)).ExceptBy(Open?.Uses.Named.Select(p => p.Id) ?? [], p => p.Id).Choices();
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
