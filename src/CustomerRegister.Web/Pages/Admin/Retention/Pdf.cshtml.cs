using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Notices;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>The report of a finished run as PDF, to keep: figures and who answers for it, no names of customers.</summary>
[RequirePermission(Permission.PrepareRetention)]
public sealed class PdfModel(RegisterContext db, CountRetentionRun count, IDocumentRenderer documents, PdfPrinter pdf, ControllerDetails controller) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!pdf.IsAvailable || await db.RetentionRuns.AsNoTracking().Where(r => r.Id == new RetentionRunId(id) && r.State == RetentionRunState.Finished)
            .Headings(db).SingleOrDefaultAsync(ct) is not { } heading)
            return NotFound();
        var language = Languages.Of(CultureInfo.CurrentUICulture);
        var html = await documents.Render("RetentionReport", new RetentionReportDocument(heading, await count.Run(heading.Run.Id, ct), controller, language), language, ct);
        return File(await pdf.Print(html, ct), "application/pdf", $"retention-run-{heading.Run.Number.ToString(CultureInfo.InvariantCulture)}.pdf");
    }
}
