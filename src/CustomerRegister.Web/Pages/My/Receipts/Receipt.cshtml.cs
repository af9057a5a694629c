using System.Globalization;
using System.Text;
using CustomerRegister.Consents;
using CustomerRegister.Documents;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Retention;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.My.Receipts;

/// <summary>The record of one's own consent, to read and to keep as a file for people or for machines (N11; ISO/IEC TS 27560).</summary>
[Authorize(Policies.Portal)]
public sealed class ReceiptModel(CurrentCustomer current, ReadConsentRecord read, ControllerDetails controller, RetentionRules rules, PublicAddress address, IDocumentRenderer renderer) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    public ConsentReceipt Receipt { get; private set; } = null!;

    private static Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Load(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnGetJsonAsync(CancellationToken ct) =>
        await Load(ct) ? File(Encoding.UTF8.GetBytes(Receipt.ToJson()), "application/json", $"{Receipt.FileName}.json") : NotFound();

    public async Task<IActionResult> OnGetFileAsync(CancellationToken ct) => await Load(ct)
        ? File(Encoding.UTF8.GetBytes(await renderer.Render("ConsentReceipt", Receipt, Language, ct)), "text/html; charset=utf-8", $"{Receipt.FileName}.html")
        : NotFound();

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await read.Run(current.Id, new ConsentDecisionId(Id), Language, current.Actor("own-data"), ct) is not { } record)
            return false;
        Receipt = new(record, controller, address.Link("/my/consents"), address.Link("/notice"), address.Link("/my/requests/new"), rules.CustomerData);
        return true;
    }
}
