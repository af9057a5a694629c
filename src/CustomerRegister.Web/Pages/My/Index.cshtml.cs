using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.My;

/// <summary>Everything that is stored about the signed-in customer, by category, with source, purposes, legal bases and retention, and who has used it.</summary>
[Authorize(Policies.Portal)]
public sealed class IndexModel(
    CurrentCustomer current, ViewOwnData view, ReadNotice notice, ViewOwnRetention retention, OwnNotice ownNotice, CurrentChoices choices, ControllerDetails controller, DataNames names,
    IStringLocalizer<MyTexts> texts) : PageModel
{
    private const string Log = "auditEntry";

    private IReadOnlyList<Purpose> purposes = [];

    public string ControllerName => controller.Name;
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);
    public IReadOnlyList<OwnCategory> Categories { get; private set; } = [];

    /// <summary>When the data goes, and what keeps it.</summary>
    public OwnRetention Retention { get; private set; } = null!;

    public NoticeStanding Notice { get; private set; } = null!;

    /// <summary>How many consents were given to other words and wait for an answer to today's.</summary>
    public int AskedAgain { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(current.Id, current.Actor("own-data"), ct) is not { } own || await retention.Run(current.Id, ct) is not { } kept)
            return NotFound();
        Retention = kept;
        Notice = await ownNotice.Run(current.Id, ct);
        AskedAgain = (await choices.Run(current.Id, ct)).Consents.Count(c => c.IsAskedAgain);
        purposes = (await notice.Run(ct)).Purposes;
        Categories = [.. own.Report.Categories
            .Select(c => new OwnCategory(c.Category, [.. c.Tables.Select(t => t.Key == Log ? ByOthers(own.UsesByOthers) : OwnTable.Of(t, names)).Where(t => t.Columns.Count > 0)]) { Withheld = own.Withheld.TryGetValue(c.Category, out var ground) ? ground : null })
            .Where(c => c.Tables.Count > 0 || c.Withheld is not null)];
        return Page();
    }

    public IEnumerable<Purpose> PurposesOf(DataCategory category)
    {
        var codes = DataUse.PurposesOf(category);
        return purposes.Where(p => codes.Contains(p.Code));
    }

    /// <summary>The grounds that keep a category beyond its day, as they are known today.</summary>
    public IReadOnlyList<Ground> LongerOf(DataCategory category) => Retention.AtEnd.Longer.GetValueOrDefault(category) ?? [];

    // Of the log the newest acts of others are shown; all of it has a page of its own.
    private OwnTable ByOthers(UsesPage uses)
    {
        ReportColumn[] columns = [.. ((string[])["at", "action", "actorRole", "purpose", "fields"]).Select(key => new ReportColumn(key, $"{Log}.{key}"))];
        List<string>[] rows = [.. uses.Rows.Select(use => columns.Zip((object?[])[use.At, use.Action, use.Role, use.Purpose, use.Fields], names.Value).ToList())];
        int[] filled = [.. Enumerable.Range(0, columns.Length).Where(i => rows.Any(row => row[i].Length > 0))];
        return new(Log, texts["DataUsedByOthers"], [.. filled.Select(i => new OwnColumn(names.Column(columns[i]), IsNumber: false))], [.. rows.Select(row => filled.Select(i => row[i]).ToList())], More: 0);
    }
}

public sealed record OwnCategory(DataCategory Category, IReadOnlyList<OwnTable> Tables)
{
    /// <summary>On which ground in law it is not shown; null where it is.</summary>
    public DecisionGround? Withheld { get; init; }
}
