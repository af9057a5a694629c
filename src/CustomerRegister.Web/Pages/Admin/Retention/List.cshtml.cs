using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>The whole list of a run as CSV, streamed.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class ListModel(RegisterContext db, ExportRunPeople export, CurrentStaff current, TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    private static readonly string[] Columns =
        ["Retention.Position", "Retention.Rule", "Csv.Number", "Retention.Person", "Inspect.Planned", "Csv.PlannedGrounds", "Retention.Carried", "Csv.DoneGrounds", "Csv.DoneAt"];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.RetentionRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == new RetentionRunId(id), ct) is not { } run)
            return NotFound();
        Response.ContentType = CsvOutput.ContentType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = texts["Csv.File", run.Number].Value }.ToString();
        await using (var csv = new CsvOutput(Response.Body))
        {
            await csv.Row(Columns.Select(key => texts[key].Value));
            await foreach (var person in export.Run(run.Id, await current.Actor("retention"), ct))
                await csv.Row([Text(person.Position), terms[person.Rule], Text(person.Number), person.Name, terms[person.Planned], Words(person.PlannedGrounds), person.Done is { } done ? terms[done] : null, Words(person.DoneGrounds), person.DoneAt?.Moment()]);
        }

        return new EmptyResult();
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private string Words(IReadOnlyList<Ground> grounds) => string.Join("; ", grounds.Select(g => texts.Words(g)));
}
