using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>Staff enter a request of somebody of whom they do not know whether they are in the register: whose it is, is found out afterwards.</summary>
[RequirePermission(Permission.HandleRequests)]
[LargestUpload(SentFiles.LargestForm), RequestSizeLimit(SentFiles.LargestForm), RequestFormLimits(MultipartBodyLengthLimit = SentFiles.LargestForm)]
public sealed class NewApplicantModel(FileRequest file, ListPurposes purposes, CurrentStaff current, TermNames terms, TimeProvider clock, IStringLocalizer<RequestsTexts> texts)
    : NewRequestForm(file, purposes, current, terms, texts)
{
    private readonly IStringLocalizer<RequestsTexts> texts = texts;

    [BindProperty]
    public ApplicantModel Applicant { get; set; } = new();

    public void OnGet() => (Input.ReceivedOn, Input.Language) = (clock.Today(), Language.Fi);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Check();
        EmailAddress? email = null;
        if (!string.IsNullOrWhiteSpace(Applicant.Email) && !EmailAddress.TryParse(Applicant.Email, out email))
            ModelState.AddModelError("Applicant.Email", texts["New.EmailWrong"]);
        PostalAddress.TryCreate(Applicant.Street, Applicant.PostalCode, Applicant.City, null, Applicant.Country, out var address);
        // An envelope needs more than a town.
        if (address is not null && (address.Street is null || address.City is null))
            ModelState.AddModelError(address.Street is null ? "Applicant.Street" : "Applicant.City", texts["New.AddressIncomplete"]);
        return ModelState.IsValid ? await TakeIn(null, new(Applicant.Name ?? "", email, address), ct) : Page();
    }

    public sealed class ApplicantModel
    {
        [Required, StringLength(FileRequest.LongestName)]
        public string? Name { get; set; }

        [StringLength(254)]
        public string? Email { get; set; }

        [StringLength(PostalAddress.MaxPartLength)]
        public string? Street { get; set; }

        [StringLength(20)]
        public string? PostalCode { get; set; }

        [StringLength(PostalAddress.MaxPartLength)]
        public string? City { get; set; }

        [StringLength(PostalAddress.MaxPartLength)]
        public string? Country { get; set; }
    }
}
