using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.Staff;
using CustomerRegister.Web.Documents;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Notice;

/// <summary>The published versions of the privacy notice, and where the notice as it reads now is published as the next one (N31).</summary>
[RequirePermission(Permission.PublishNotice)]
public sealed class IndexModel(RegisterContext db, NoticeSnapshot snapshot, PublishNotice publish, CurrentStaff current, IStringLocalizer<NoticeTexts> texts) : PageModel
{
    private const int LongestChanges = 4000;

    public sealed record VersionRow(int Version, DateTime PublishedAt, LocalizedText Changes, int Given);

    [BindProperty, Required, StringLength(LongestChanges)]
    public string? Fi { get; set; }

    [BindProperty, Required, StringLength(LongestChanges)]
    public string? Sv { get; set; }

    [BindProperty, Required, StringLength(LongestChanges)]
    public string? En { get; set; }

    [BindProperty]
    public int Newest { get; set; }

    public IReadOnlyList<VersionRow> Versions { get; private set; } = [];

    /// <summary>Whether the notice reads as it was last published.</summary>
    public bool IsPublished { get; private set; }
    public Language Language => Languages.Of(CultureInfo.CurrentUICulture);

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await Load(ct);
        Newest = Versions.Count == 0 ? 0 : Versions[0].Version;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            var outcome = await publish.Run(new(Newest, new LocalizedText(Fi!, Sv!, En!), await snapshot.Take(ct)), await current.Actor("data-protection"), ct);
            if (outcome.Succeeded)
            {
                this.SayDone(texts["Done", outcome.Value.Version]);
                return Redirect("/admin/notice");
            }

            ModelState.AddModelError("", texts[$"Refused{outcome.Refusal}"]);
        }

        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        Versions = await db.NoticeVersions.AsNoTracking().OrderByDescending(v => v.Version)
            .Select(v => new VersionRow(v.Version, v.PublishedAt, v.Changes, db.GivenNotices.Count(g => g.NoticeVersion == v.Version))).ToListAsync(ct);
        var stored = await db.NoticeVersions.AsNoTracking().OrderByDescending(v => v.Version).Select(v => v.Text).FirstOrDefaultAsync(ct);
        IsPublished = stored == await snapshot.Take(ct);
    }
}
