using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
using CustomerRegister.Requests;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>What staff enter of a request that came on paper, by mail, by phone or at the counter (N32), whoever made it.</summary>
public abstract class NewRequestForm(FileRequest file, ListPurposes purposes, CurrentStaff current, TermNames terms, IStringLocalizer<RequestsTexts> texts) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>The signed letter, scanned.</summary>
    [BindProperty]
    public IFormFile? Letter { get; set; }

    [BindProperty]
    public IFormFile? Mandate { get; set; }

    /// <summary>What may be objected to; counts where the request is an objection.</summary>
    public IReadOnlyList<SelectListItem> Uses { get; private set; } = [];
    /// <summary>What may be forbidden, each by its purpose; counts where the request is an objection.</summary>
    public IReadOnlyList<SelectListItem> Bans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Types => terms.Options<RequestType>();
    public IReadOnlyList<SelectListItem> Channels => terms.Options([.. CameBy.Channels]);
    public IReadOnlyList<SelectListItem> Representations => terms.Options<Representation>();
    public IReadOnlyList<SelectListItem> LanguageOptions => terms.Options<Language>();

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Uses = (await purposes.Objectionable(context.HttpContext.RequestAborted)).Choices();
        Bans = (await purposes.Forbiddable(context.HttpContext.RequestAborted)).Choices();
        await next();
    }

    /// <summary>
    /// Only a way that staff may enter: what comes through the portal or a link in a mail, its own page takes in, for nobody else can say so. And uses only with an objection: what is forbidden beside
    /// another request is a request of its own.
    /// </summary>
    protected void Check()
    {
        if (Input.Type is not (null or RequestType.Objection) && (Input.Forbidden.Count > 0 || Input.Against.Count > 0))
            ModelState.AddModelError(Input.Forbidden.Count > 0 ? "Input.Forbidden" : "Input.Against", texts["New.UsesOfObjection"]);
        if (Input.Channel is { } channel && !CameBy.Channels.Contains(channel))
            ModelState.AddModelError("Input.Channel", texts["New.NotPortal"]);
    }

    /// <param name="customer">Null for an applicant.</param>
    protected async Task<IActionResult> TakeIn(Guid? customer, Applicant? applicant, CancellationToken ct)
    {
        var files = new List<(AttachmentKind, SentFile)>();
        if (Letter is not null)
            files.Add((AttachmentKind.Letter, await Letter.Read(ct)));
        if (Mandate is not null)
            files.Add((AttachmentKind.Mandate, await Mandate.Read(ct)));
        var command = new FileRequestCommand(
            customer is { } known ? new(known) : null, Input.Type!.Value, Input.Channel!.Value, Input.ReceivedOn!.Value, Input.Language!.Value, Input.Message, null)
        {
            Applicant = applicant,
            Representative = Input.Representation is { } representation ? new(representation, Input.RepresentativeName ?? "") : null,
            Files = files,
            LetterIsArchived = Input.LetterIsArchived,
            Against = [.. Input.Forbidden.Concat(Input.Against).Select(id => new PurposeId(id))],
        };
        var actor = await current.Actor(RequestModel.Purpose);
        var outcome = await file.Run(command, customer is { } about ? actor.On(about) : actor, ct);
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
        FileRefusal.ApplicantNameMissing => "Applicant.Name",
        FileRefusal.ApplicantAddressMissing => "Applicant.Email",
        FileRefusal.ReceivedInFuture or FileRefusal.ReceivedLongAgo => "Input.ReceivedOn",
        FileRefusal.RepresentativeNameMissing => "Input.RepresentativeName",
        FileRefusal.MandateMissing => nameof(Mandate),
        FileRefusal.NotObjectionable => "Input.Against",
        FileRefusal.LetterMissing or FileRefusal.TooManyFiles or FileRefusal.FileEmpty or FileRefusal.FileTooLarge or FileRefusal.FileTypeUnknown => nameof(Letter),
        _ => "Input.Message",
    };

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

        public bool LetterIsArchived { get; set; }

        public List<Guid> Against { get; set; } = [];

        public List<Guid> Forbidden { get; set; } = [];

        public Representation? Representation { get; set; }

        [StringLength(FileRequest.LongestName)]
        public string? RepresentativeName { get; set; }
    }
}
