using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>Proposals of an update file, old and new side by side, answered one by one or a confidence class at once.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class ProposalsModel(ListProposals list, DecideProposal decide, FindForgotten forgotten, RegisterContext db, CurrentStaff current, TermNames terms, IStringLocalizer<ImportsTexts> texts) : PageModel
{
    public const string AllClasses = "all";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>A <see cref="ProposalMatch"/>, or <see cref="AllClasses"/>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Match { get; set; } = AllClasses;

    /// <summary>Line and key of the last proposal of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public Guid Proposal { get; set; }

    [BindProperty]
    public long ShownVersion { get; set; }

    [BindProperty]
    public bool Accept { get; set; }

    public Import Import { get; private set; } = null!;

    public IReadOnlyList<ShownProposal> Proposals { get; private set; } = [];

    /// <summary>Those whose new address or number was that of somebody who was erased from the register.</summary>
    public IReadOnlySet<UpdateProposalId> Forgotten { get; private set; } = new HashSet<UpdateProposalId>();

    /// <summary>How many are open, by confidence class.</summary>
    public IReadOnlyDictionary<ProposalMatch, int> Open { get; private set; } = new Dictionary<ProposalMatch, int>();

    public string? PreviousUrl { get; private set; }

    public string? NextUrl { get; private set; }

    public ProposalMatch? Chosen => Enum.TryParse<ProposalMatch>(Match, out var match) && Enum.IsDefined(match) ? match : null;

    public IEnumerable<SelectListItem> MatchOptions =>
        [new(texts["AllClasses", Written(Open.Values.Sum())], AllClasses), .. Open.OrderBy(o => o.Key).Select(o => new SelectListItem(texts["ClassWithCount", terms[o.Key], Written(o.Value)], o.Key.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return await Load(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostOneAsync(CancellationToken ct)
    {
        if (!await MayEdit())
            return Forbid();
        var outcome = await decide.Run(new DecideProposalCommand(new(Proposal), Accept, ShownVersion), await current.Actor("import"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts[Accept ? "Accepted" : "RejectedNow"]);
            return RedirectToPage(new { Id, Match });
        }

        ModelState.Clear();
        ModelState.AddModelError("", texts[$"DecideRefusal.{outcome.Refusal}"]);
        return await Load(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAllAsync(CancellationToken ct)
    {
        if (!await MayEdit())
            return Forbid();
        if (Chosen is not { } match)
            return RedirectToPage(new { Id });
        // What has been begun is finished even if the browser goes away.
        var outcome = await decide.Run(new DecideProposalsCommand(new(Id), match, Accept), await current.Actor("import"), CancellationToken.None);
        if (outcome.Succeeded)
        {
            var (decided, again, hasMore) = outcome.Value;
            this.SayDone(string.Join(' ', new[]
            {
                texts[Accept ? "AcceptedMany" : "RejectedMany", Written(decided)].Value,
                again > 0 ? texts["LeftOpen", Written(again)].Value : null,
                hasMore ? texts["MoreLeft"].Value : null,
            }.OfType<string>()));
            return RedirectToPage(new { Id, Match = hasMore || again > 0 ? Match : null });
        }

        ModelState.Clear();
        ModelState.AddModelError("", texts[$"DecideRefusal.{outcome.Refusal}"]);
        return await Load(ct) ? Page() : NotFound();
    }

    /// <summary>To import is one thing; what is accepted here changes customers.</summary>
    private async Task<bool> MayEdit() => (await current.Get()).Account.Holds(Permission.EditCustomers);

    private static string Written(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private async Task<bool> Load(CancellationToken ct)
    {
        var id = new ImportId(Id);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.Kind == ImportKind.Updates && i.State == ImportState.Finished, ct) is not { } import)
            return false;
        Import = import;
        var (line, key) = After?.Split('_') is [var l, var k] && long.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out var afterLine) && Guid.TryParse(k, out var afterKey)
            ? (afterLine, (Guid?)afterKey)
            : (0, null);
        var page = await list.Run(id, Chosen, line, key, await current.Actor("import"), ct);
        (Proposals, Open) = (page.Proposals, page.Open);
        if (await forgotten.IsNeeded(ct))
        {
            var gone = await forgotten.Among(Proposals.SelectMany(p => p.Change.New.Hints(forgotten)), ct);
            Forgotten = Proposals.Where(p => p.Change.New.Hints(forgotten).Any(gone.Contains)).Select(p => p.Proposal.Id).ToHashSet();
        }

        var filter = Chosen is { } match ? $"match={match}&" : "";
        if (key is not null)
            PreviousUrl = $"/staff/imports/{Id}/proposals?{filter}".TrimEnd('?', '&');
        if (page.HasMore)
            NextUrl = string.Create(CultureInfo.InvariantCulture, $"/staff/imports/{Id}/proposals?{filter}after={Proposals[^1].Proposal.Line}_{Proposals[^1].Proposal.Id.Value}");
        return true;
    }
}
