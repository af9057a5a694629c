using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My.Rectification;

/// <summary>The second step of a correction: what each detail shall be and on which ground, and the electronic signature (N35).</summary>
[Authorize(Policies.Portal)]
public sealed class NewModel(
    CurrentCustomer current, FileRectification file, ControllerDetails controller, DetailNames names, TimeProvider clock, IStringLocalizer<RectificationTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public List<string> Item { get; set; } = [];

    [BindProperty]
    public List<EntryForm> Entries { get; set; } = [];

    [BindProperty]
    public SignatureForm Input { get; set; } = new();

    /// <summary>What is stored of each entry, in their order.</summary>
    public IReadOnlyList<StoredDetail> Details { get; private set; } = [];

    /// <summary>The words that are signed, exactly as shown.</summary>
    public string Statement => texts["Statement", controller.Name].Value;

    public string NameOf(StoredDetail detail) => names.Of(detail.Field, detail.Kind);

    public string? ValueOf(StoredDetail detail) => names.Value(detail.Field, detail.Value);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Entries = [.. Item.Distinct().Take(FileRectification.MostEntries).Select(key => new EntryForm { Item = key })];
        ModelState.Clear();
        return Entries.Count > 0 && await Load(ct) ? Page() : Redirect("/my/rectification?nothing=true");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Entries.Count == 0 || !await Load(ct))
            return Redirect("/my/rectification?nothing=true");
        var entries = Details.Select((d, i) => new RectificationEntry(d.Field, d.TargetId, d.Value, Entries[i].Proposed, Entries[i].Ground)).ToList();
        foreach (var refused in await file.Check(current.Id, entries, current.Actor("own-data"), ct))
        {
            var field = refused.Refusal == FileRectificationRefusal.GroundMissing ? nameof(EntryForm.Ground) : nameof(EntryForm.Proposed);
            ModelState.AddModelError($"Entries[{refused.Position}].{field}", texts[$"File.{refused.Refusal}"]);
        }

        if (!Input.Agreed)
            ModelState.AddModelError("Input.Agreed", texts["AgreeMissing"]);
        var hash = Sha256.Hex(Statement);
        // Other words than these were on the page, such as those of another language.
        if (Input.StatementHash != hash)
            ModelState.AddModelError("", texts["StatementChanged"]);
        if (!ModelState.IsValid)
            return Page();

        var request = new FileRequestCommand(current.Id, RequestType.Rectification, Channel.Portal, clock.Today(), Languages.Of(CultureInfo.CurrentUICulture), Input.Message,
            new RequestSignature(Input.Name!.Trim(), clock.Now(), current.Stay.Method.ToString(), hash));
        var outcome = await file.Run(new(request, entries, Input.RestrictMeanwhile), current.Actor("own-data"), ct);
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError("", texts[$"File.{outcome.Refusal}"]);
            return Page();
        }

        this.SayDone(texts[outcome.Value.IsNew ? "Filed" : "WasOpen"]);
        return Redirect($"/my/requests/{outcome.Value.Id.Value}");
    }

    /// <summary>Whether all that was pointed at is there.</summary>
    private async Task<bool> Load(CancellationToken ct)
    {
        if (await file.Choices(current.Id, current.Actor("own-data"), ct) is not { } details)
            return false;
        var chosen = Entries.Select(e => DetailNames.Read(e.Item) is { } key ? details.FirstOrDefault(d => d.Field == key.Field && d.TargetId == key.Target) : null).OfType<StoredDetail>().ToList();
        Details = chosen;
        return chosen.Count == Entries.Count;
    }

    public sealed class EntryForm
    {
        public string? Item { get; set; }

        [StringLength(RectificationItem.LongestValue)]
        public string? Proposed { get; set; }

        [StringLength(RectificationItem.LongestGround)]
        public string? Ground { get; set; }
    }

    public sealed class SignatureForm
    {
        [StringLength(FileRequest.LongestMessage)]
        public string? Message { get; set; }

        public bool RestrictMeanwhile { get; set; }

        [Required, StringLength(FileRequest.LongestName)]
        public string? Name { get; set; }

        public bool Agreed { get; set; }

        public string? StatementHash { get; set; }
    }
}
