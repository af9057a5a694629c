using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.PaperRecords;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using QRCoder;

namespace CustomerRegister.Web.Pages.Staff.PaperRecords;

/// <summary>The label to print and stick on the paper: an id and where the paper belongs, nothing of the person.</summary>
[RequirePermission(Permission.HandlePaperRecords)]
public sealed class LabelModel(PaperList list, PublicAddress address, ControllerDetails controller, CurrentStaff current, IStringLocalizer<PaperRecordsTexts> texts) : PageModel
{
    public PaperRow Row { get; private set; } = null!;

    /// <summary>Leads to the record, for who may open it.</summary>
    public string QrCode { get; private set; } = "";

    public string RegisterName => controller.RegisterName;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await list.One(new(id), await current.Actor(IndexModel.Purpose), ct) is not { Record.State: PaperState.Kept } row)
            return NotFound();
        Row = row;
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address.Link($"/staff/paper/{id}"), QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        QrCode = picture.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute)
            .Replace("<svg ", $"<svg role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(texts["Label.Picture", row.Record.Label])}\" ", StringComparison.Ordinal);
        return Page();
    }
}
