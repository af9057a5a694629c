using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Notices;
using CustomerRegister.Requests;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.My;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Ask;

/// <summary>A request without signing in or being in the register (N32). The answer is the same whether the register knows the address or not.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.PortalLinks)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class IndexModel(AskAsVisitor ask, ListPurposes purposes, LinksPerAddress limit, VisitorFilesPerNetwork files, ControllerDetails controller, TermNames terms, IStringLocalizer<AskTexts> texts, IStringLocalizer<MyTexts> my) : PageModel
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public List<IFormFile> Files { get; set; } = [];

    [BindProperty]
    public IFormFile? Mandate { get; set; }

    public string ControllerName => controller.Name;
    public int Hours => (int)AskAsVisitor.LinkLifetime.TotalHours;

    /// <summary>The words that are signed, exactly as shown: the same for each right, which is named beside them.</summary>
    public string Statement => texts["Statement", controller.Name].Value;

    public IReadOnlyList<SelectListItem> Types => [.. Enum.GetValues<RequestType>().Select(type => new SelectListItem(my[$"RequestName{type}"], type.ToString()))];

    public IReadOnlyList<SelectListItem> Representations => terms.Options<Representation>();

    /// <summary>What may be objected to; counts where the request is an objection.</summary>
    public IReadOnlyList<SelectListItem> Uses { get; private set; } = [];

    /// <summary>What may be forbidden, each by its purpose; counts where the request is an objection.</summary>
    public IReadOnlyList<SelectListItem> Bans { get; private set; } = [];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Uses = (await purposes.Objectionable(context.HttpContext.RequestAborted)).Choices();
        Bans = [.. (await purposes.Forbiddable(context.HttpContext.RequestAborted)).Select(p => new SelectListItem(my[$"Ban{p.Ban}"], p.Id.Value.ToString()))];
        await next();
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!EmailAddress.TryParse(Input.Email, out var email))
            ModelState.AddModelError("Input.Email", texts["EmailWrong"]);
        if (Input.Type is not (null or RequestType.Objection) && (Input.Forbidden.Count > 0 || Input.Against.Count > 0))
            ModelState.AddModelError(Input.Forbidden.Count > 0 ? "Input.Forbidden" : "Input.Against", texts["UsesOfObjection"]);
        if (!Input.Agreed)
            ModelState.AddModelError("Input.Agreed", texts["AgreeMissing"]);
        // Other words than these were on the page, such as those of another language.
        if (Input.StatementHash != Sha256.Hex(Statement))
            ModelState.AddModelError("", texts["StatementChanged"]);
        if (!ModelState.IsValid)
            return Page();
        if (!limit.Allows(email!))
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (!files.Allows(HttpContext.Connection.RemoteIpAddress, Files.Sum(f => f.Length) + (Mandate?.Length ?? 0)))
        {
            ModelState.AddModelError(FileField, texts[$"{AskAsVisitorRefusal.NoRoomForFiles}"]);
            return Page();
        }

        var command = new AskAsVisitorCommand(Input.Type!.Value, Input.Name!, email!, Input.Message, Languages.Of(CultureInfo.CurrentUICulture), Statement)
        {
            Representative = Input.Representation is { } representation ? new(representation, Input.RepresentativeName ?? "") : null,
            Files = await Sent(ct),
            Against = [.. Input.Forbidden.Concat(Input.Against).Select(id => new PurposeId(id))],
        };
        if (await ask.Run(command, ct) is not { } refused)
            return RedirectToPage("/Ask/Sent");
        ModelState.AddModelError(FieldOf(command, refused), texts[$"{refused.Refusal}"]);
        return Page();
    }

    private async Task<List<(AttachmentKind, SentFile)>> Sent(CancellationToken ct)
    {
        var files = (await Files.Read(ct)).ConvertAll(file => (AttachmentKind.Other, file));
        if (Mandate is not null)
            files.Add((AttachmentKind.Mandate, await Mandate.Read(ct)));
        return files;
    }

    /// <summary>Where an error stands that is about all files: at the mandate where nothing else was sent.</summary>
    private string FileField => Files.Count == 0 && Mandate is not null ? nameof(Mandate) : nameof(Files);

    private string FieldOf(AskAsVisitorCommand command, VisitorRefusal refused) => refused.Refusal switch
    {
        AskAsVisitorRefusal.NameMissing => "Input.Name",
        AskAsVisitorRefusal.MessageMissing => "Input.Message",
        AskAsVisitorRefusal.RepresentativeNameMissing => "Input.RepresentativeName",
        AskAsVisitorRefusal.MandateMissing => nameof(Mandate),
        AskAsVisitorRefusal.NotObjectionable => "Input.Against",
        _ => refused.File is { } file && command.Files[file].Kind == AttachmentKind.Mandate ? nameof(Mandate) : FileField,
    };

    public sealed class InputModel
    {
        [Required]
        public RequestType? Type { get; set; }

        [Required, StringLength(FileRequest.LongestName)]
        public string? Name { get; set; }

        public string? Email { get; set; }

        public List<Guid> Against { get; set; } = [];

        public List<Guid> Forbidden { get; set; } = [];

        public Representation? Representation { get; set; }

        [StringLength(FileRequest.LongestName)]
        public string? RepresentativeName { get; set; }

        [StringLength(FileRequest.LongestMessage)]
        public string? Message { get; set; }

        public bool Agreed { get; set; }

        public string? StatementHash { get; set; }
    }
}
