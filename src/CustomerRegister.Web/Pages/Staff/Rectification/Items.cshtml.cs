using System.ComponentModel.DataAnnotations;
using CustomerRegister.Rectification;
using CustomerRegister.Staff;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Rectification;

/// <summary>The second step: what each detail shall be and on which ground, in the person's words (N35).</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class ItemsModel(EnterRectificationItems enter, CurrentStaff current, DetailNames names, IStringLocalizer<RectificationTexts> texts) : PageModel
{
    private const string Purpose = "requests";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public List<string> Item { get; set; } = [];

    [BindProperty]
    public List<EntryForm> Entries { get; set; } = [];

    [BindProperty]
    public bool RestrictMeanwhile { get; set; }

    public EnterableItems Enterable { get; private set; } = null!;

    /// <summary>What is stored of each entry, in their order.</summary>
    public IReadOnlyList<StoredDetail> Details { get; private set; } = [];

    public string NameOf(StoredDetail detail) => names.Of(detail.Field, detail.Kind);

    public string? ValueOf(StoredDetail detail) => names.Value(detail.Field, detail.Value);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Entries = [.. Item.Distinct().Take(FileRectification.MostEntries).Select(key => new EntryForm { Item = key })];
        ModelState.Clear();
        return await Load(ct) ?? Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await Load(ct) is { } elsewhere)
            return elsewhere;
        var entries = Details.Select((d, i) => new RectificationEntry(d.Field, d.TargetId, d.Value, Entries[i].Proposed, Entries[i].Ground)).ToList();
        var actor = await current.Actor(Purpose);
        foreach (var refused in await enter.Check(new(Id), entries, actor, ct))
        {
            var field = refused.Refusal == FileRectificationRefusal.GroundMissing ? nameof(EntryForm.Ground) : nameof(EntryForm.Proposed);
            ModelState.AddModelError($"Entries[{refused.Position}].{field}", texts[refused.Refusal == FileRectificationRefusal.GroundMissing ? "Enter.GroundMissing" : $"File.{refused.Refusal}"]);
        }

        if (!ModelState.IsValid)
            return Page();
        var outcome = await enter.Run(new(new(Id), entries, RestrictMeanwhile), actor, ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["EnteredNow"]);
            return Redirect($"/staff/requests/{Id}/rectification");
        }

        ModelState.AddModelError("", texts[$"Enter.{outcome.Refusal}"]);
        return Page();
    }

    /// <returns>Null where all that was pointed at is there; else where to go instead.</returns>
    private async Task<IActionResult?> Load(CancellationToken ct)
    {
        var outcome = await enter.Choices(new(Id), await current.Actor(Purpose), ct);
        if (outcome.Refusal == EnterRectificationItemsRefusal.RequestNotFound)
            return NotFound();
        if (!outcome.Succeeded)
        {
            this.SayDone(texts[$"Enter.{outcome.Refusal}"]);
            return Redirect($"/staff/requests/{Id}");
        }

        Enterable = outcome.Value;
        Details = [.. Entries.Select(e => DetailNames.Read(e.Item) is { } key ? Enterable.Details.FirstOrDefault(d => d.Field == key.Field && d.TargetId == key.Target) : null).OfType<StoredDetail>()];
        return Entries.Count > 0 && Details.Count == Entries.Count ? null : Redirect($"/staff/requests/{Id}/rectification/choose?nothing=true");
    }

    public sealed class EntryForm
    {
        public string? Item { get; set; }

        [StringLength(RectificationItem.LongestValue)]
        public string? Proposed { get; set; }

        [StringLength(RectificationItem.LongestGround)]
        public string? Ground { get; set; }
    }
}
