using System.Globalization;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>A letter of a request, to print for a window envelope.</summary>
[RequirePermission(Permission.HandleRequests)]
public sealed class LetterModel(PrintLetter print, CurrentStaff current) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    public PrintedLetter Printed { get; private set; } = null!;
    public string ReaderLanguage { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid letter, CancellationToken ct)
    {
        ReaderLanguage = CultureInfo.CurrentUICulture.Name;
        if (await print.Run(new(Id), new(letter), await current.Actor(RequestModel.Purpose), ct) is not { } printed)
            return NotFound();
        Printed = printed;
        return new PaperPage(string.Create(CultureInfo.InvariantCulture, $"letter-{printed.Number}"));
    }
}
