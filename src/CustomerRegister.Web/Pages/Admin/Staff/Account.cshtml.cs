using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Staff;

/// <summary>An account: its rights and days, and what its owner signs in with.</summary>
[RequirePermission(Permission.ManageStaff)]
public sealed class AccountModel(
    RegisterContext db, ChangeStaffAccount change, SendStaffLink sendLink, SignInStaff signIn, CurrentStaff current, ControllerDetails controller, TimeProvider clock,
    TermNames terms, IStringLocalizer<AdminTexts> texts) : PageModel
{
    [BindProperty, Required, StringLength(200)]
    public string? FullName { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Employer { get; set; }

    [BindProperty, Required]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    [BindProperty]
    public List<StaffRole> Roles { get; set; } = [];

    [BindProperty]
    public List<Permission> ExtraPermissions { get; set; } = [];

    [BindProperty]
    public string? Version { get; set; }

    [BindProperty]
    public Language MailLanguage { get; set; }

    public StaffAccount Account { get; private set; } = null!;
    public AccountLook Look { get; private set; } = null!;
    public bool IsOwn { get; private set; }
    public bool IsClosed { get; private set; }
    public bool HasSecondFactor { get; private set; }
    public DateTime? SignedAt { get; private set; }
    public DateTime? LastSeenAt { get; private set; }
    public DateTime? LockedUntil { get; private set; }
    public string Controller => controller.Name;

    public IEnumerable<SelectListItem> RoleOptions => terms.Options<StaffRole>();
    public IEnumerable<SelectListItem> ExtraOptions => terms.Options(RolePermissions.OnTop);
    public IEnumerable<SelectListItem> LanguageOptions => terms.Options<Language>();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return NotFound();
        ModelState.Clear();
        (FullName, Employer, From, To, Version) = (Account.FullName, Account.Employer, Account.From, Account.To, Account.ConcurrencyStamp);
        (Roles, ExtraPermissions) = ([.. Account.Roles], [.. Account.ExtraPermissions]);
        MailLanguage = Languages.Of(CultureInfo.CurrentUICulture);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct))
            return NotFound();
        if (!ModelState.IsValid)
            return Page();
        var outcome = await change.Run(new ChangeStaffCommand(id, Version, FullName!, Employer!, From!.Value, To, Roles, ExtraPermissions), await current.Actor("account"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(texts["Staff.Saved"]);
            return Redirect($"/admin/staff/{id}");
        }

        ModelState.AddModelError(outcome.Refusal switch
        {
            ChangeStaffRefusal.RoleMissing => nameof(Roles),
            ChangeStaffRefusal.EndDateMissing or ChangeStaffRefusal.EndBeforeStart => nameof(To),
            _ => "",
        }, terms[outcome.Refusal]);
        return Page();
    }

    public async Task<IActionResult> OnPostLinkAsync(Guid id, CancellationToken ct)
    {
        var outcome = await sendLink.Run(id, MailLanguage, await current.Actor("account"), ct);
        if (outcome.Refusal == SendStaffLinkRefusal.NotFound)
            return NotFound();
        this.SayDone(outcome.Succeeded ? texts["Staff.LinkSent"] : terms[outcome.Refusal]);
        return Redirect($"/admin/staff/{id}");
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } account)
            return false;
        var (today, now) = (clock.Today(), clock.Now());
        Account = account;
        Look = AccountLook.Of(account.From, account.To, account.PasswordHash is not null, account.LockedUntil, today, now);
        IsOwn = (await current.Get()).Account.Id == id;
        IsClosed = account.To <= today;
        LockedUntil = account.LockedUntil > now ? account.LockedUntil : null;
        HasSecondFactor = await signIn.HasSecondFactor(id, ct);
        SignedAt = await db.UndertakingSignatures.Where(s => s.StaffId == id && s.UndertakingVersion == db.Undertakings.Max(u => u.Version)).Select(s => (DateTime?)s.SignedAt).SingleOrDefaultAsync(ct);
        LastSeenAt = await db.StaffSessions.Where(s => s.StaffId == id).MaxAsync(s => (DateTime?)s.LastSeenAt, ct);
        return true;
    }
}
