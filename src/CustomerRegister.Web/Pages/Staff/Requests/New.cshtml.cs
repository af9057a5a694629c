using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>Staff enter a request that came on paper, by mail, by phone or at the counter (N32).</summary>
[RequirePermission(Permission.HandleRequests)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class NewModel(FileRequest file, ListPurposes purposes, RegisterContext db, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>The signed letter, scanned.</summary>
    [BindProperty]
    public IFormFile? Letter { get; set; }

    [BindProperty]
    public IFormFile? Mandate { get; set; }

    /// <summary>What may be objected to; counts where the request is an objection.</summary>
    public IReadOnlyList<SelectListItem> Uses { get; private set; } = [];
    public long CustomerNumber { get; private set; }
    public IReadOnlyList<SelectListItem> Types => terms.Options<RequestType>();
    public IReadOnlyList<SelectListItem> Channels => terms.Options([.. Enum.GetValues<Channel>().Where(c => c is not (Channel.Portal or Channel.EmailLink))]);
    public IReadOnlyList<SelectListItem> Representations => terms.Options<Representation>();
    public IReadOnlyList<SelectListItem> LanguageOptions => terms.Options<Language>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Customer(ct) is not { } customer)
            return NotFound();
        Input.ReceivedOn = clock.Today();
        Input.Language = customer.Language;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await Customer(ct) is null)
            return NotFound();
        // In the portal the person is signed in; nobody else can say so.
        if (Input.Channel == Channel.Portal)
            ModelState.AddModelError("Input.Channel", texts["New.NotPortal"]);
        if (!ModelState.IsValid)
            return Page();

        var files = new List<(AttachmentKind, SentFile)>();
        if (Letter is not null)
            files.Add((AttachmentKind.Letter, await Letter.Read(ct)));
        if (Mandate is not null)
            files.Add((AttachmentKind.Mandate, await Mandate.Read(ct)));
        var command = new FileRequestCommand(new(Id), Input.Type!.Value, Input.Channel!.Value, Input.ReceivedOn!.Value, Input.Language!.Value, Input.Message, null)
        {
            Representative = Input.Representation is { } representation ? new(representation, Input.RepresentativeName ?? "") : null,
            Files = files,
            Against = Input.Type == RequestType.Objection ? [.. Input.Against.Select(id => new PurposeId(id))] : [],
        };
        var outcome = await file.Run(command, (await current.Actor(RequestModel.Purpose)).On(Id), ct);
        if (outcome.Refusal == FileRefusal.CustomerNotFound)
            return NotFound();
        if (!outcome.Succeeded)
        {
            ModelState.AddModelError(FieldOf(outcome.Refusal.Value), terms[outcome.Refusal]);
            return Page();
        }

        this.SayDone(texts[outcome.Value.IsNew ? "New.Done" : outcome.Value.Added ? "New.Added" : "New.OpenAlready"]);
        return Redirect($"/staff/requests/{outcome.Value.Id.Value}");
    }

    private static string FieldOf(FileRefusal refusal) => refusal switch
    {
        FileRefusal.ReceivedInFuture or FileRefusal.ReceivedLongAgo => "Input.ReceivedOn",
        FileRefusal.RepresentativeNameMissing => "Input.RepresentativeName",
        FileRefusal.MandateMissing => nameof(Mandate),
        FileRefusal.NotObjectionable => "Input.Against",
        FileRefusal.FileEmpty or FileRefusal.FileTooLarge or FileRefusal.FileTypeUnknown => nameof(Letter),
        _ => "Input.Message",
    };

    // The number and the language only: the page shows nothing of the person.
    private async Task<AskingCustomer?> Customer(CancellationToken ct)
    {
        var id = new CustomerId(Id);
        var found = await db.Customers.Where(c => c.Id == id).Select(c => new AskingCustomer(c.Number, c.Language)).SingleOrDefaultAsync(ct);
        CustomerNumber = found?.Number ?? 0;
        Uses = (await purposes.Objectionable(ct)).Choices();
        return found;
    }

    public sealed class InputModel
    {
        [Required]
        public RequestType? Type { get; set; }

        [Required]
        public Channel? Channel { get; set; }

        [Required]
        public DateOnly? ReceivedOn { get; set; }

        [Required]
        public Language? Language { get; set; }

        [StringLength(FileRequest.LongestMessage)]
        public string? Message { get; set; }

        public List<Guid> Against { get; set; } = [];

        public Representation? Representation { get; set; }

        [StringLength(FileRequest.LongestName)]
        public string? RepresentativeName { get; set; }
    }

    private sealed record AskingCustomer(long Number, Language Language);
}
