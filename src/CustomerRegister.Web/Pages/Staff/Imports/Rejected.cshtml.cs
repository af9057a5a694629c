using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Pages.Staff.Imports;

/// <summary>The rows that an import rejected, as CSV to mend and send again: first the reason in the reader's language, then the row as it stood.</summary>
[RequirePermission(Permission.ImportData)]
public sealed class RejectedModel(ReadRejectedRows read, RegisterContext db, CurrentStaff current, IStringLocalizer<ImportsTexts> texts, TermNames terms, IStringLocalizer<TermTexts> reasons) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var import = new ImportId(id);
        if (!await db.RejectedRows.AnyAsync(r => r.ImportId == import, ct))
            return NotFound();
        Response.ContentType = CsvOutput.ContentType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = texts["RejectedFile"].Value }.ToString();
        await using (var csv = new CsvOutput(Response.Body))
        {
            await foreach (var row in read.Run(import, await current.Actor("import"), ct))
                await csv.Row([row.IsHeading ? texts["Reason"].Value : string.Join(' ', row.Problems.Select(Words)), .. row.Cells]);
        }

        return new EmptyResult();
    }

    private string Words(ImportRejection problem) => problem.Field is { } field
        ? $"{terms[field]}: {reasons.Reason(problem.Reason, problem.Expected, problem.Found)}"
        : reasons.Reason(problem.Reason, problem.Expected, problem.Found);
}
