using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
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
    CurrentCustomer current, ViewOwnData view, ReadNotice notice, ControllerDetails controller, DataNames names, IStringLocalizer<MyTexts> texts) : PageModel
{
    private const string Log = "auditEntry";

    private IReadOnlyList<Purpose> purposes = [];

    public string ControllerName => controller.Name;
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);
    public IReadOnlyList<OwnCategory> Categories { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await view.Run(current.Id, current.Actor("own-data"), ct) is not { } report)
            return NotFound();
        purposes = (await notice.Run(ct)).Purposes;
        Categories = [.. report.Categories.Where(c => c.Tables.Count > 0).Select(c => new OwnCategory(c.Category, [.. c.Tables.SelectMany(Tables)]))];
        return Page();
    }

    public IEnumerable<Purpose> PurposesOf(DataCategory category)
    {
        var codes = DataUse.PurposesOf(category);
        return purposes.Where(p => codes.Contains(p.Code));
    }

    // What others did with the data stands by itself: one's own visits would hide it.
    private IEnumerable<OwnTable> Tables(ReportTable table) => table.Key != Log
        ? [OwnTable.Of(table, table.Rows, names, names.Table(table), newestFirst: false)]
        : table.Rows.GroupBy(IsOwnAct).OrderBy(g => g.Key)
            .Select(g => OwnTable.Of(table, g, names, texts[g.Key ? "DataUsedByYou" : "DataUsedByOthers"], newestFirst: true));

    private static bool IsOwnAct(ReportRow row) => row.Cells.Any(c => c.Value is ActorKind.Customer);
}

public sealed record OwnCategory(DataCategory Category, IReadOnlyList<OwnTable> Tables);
