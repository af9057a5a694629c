using System.ComponentModel.DataAnnotations;
using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>Writes a mail to everybody in a target group who may be reached by e-mail. Whoever writes it does not learn who they are.</summary>
[RequirePermission(Permission.ViewTargetGroups)]
public sealed class MailModel(CountTargetGroup count, SendMarketingMail send, CurrentStaff current, TermNames terms, IStringLocalizer<TargetGroupsTexts> texts) : TargetGroupModel(terms, texts)
{
    [BindProperty, StringLength(MarketingMail.LongestSubject)]
    public string? Subject { get; set; }

    [BindProperty, StringLength(MarketingMail.LongestText)]
    public string? Text { get; set; }


    [BindProperty]
    public int Expected { get; set; }

    public int Recipients { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!IsGroup())
            return Redirect($"/staff/target-groups{Query}");
        return await Show(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!IsGroup())
            return await Show(ct);
        var outcome = await send.Run(new(Group, Subject, Text, Expected), await current.Actor("target-groups"), ct);
        if (outcome.Succeeded)
        {
            this.SayDone(Texts["MailDone", outcome.Value.Recipients]);
            return Redirect("/staff/target-groups");
        }

        var (field, text) = outcome.Refusal switch
        {
            SendMarketingMailRefusal.SubjectMissing => (nameof(Subject), "MailSubjectMissing"),
            SendMarketingMailRefusal.TextMissing => (nameof(Text), "MailTextMissing"),
            SendMarketingMailRefusal.LanguageMissing => ("", "MailLanguageMissing"),
            SendMarketingMailRefusal.NotByEmail => ("", "NotByEmail"),
            SendMarketingMailRefusal.MoreThanExpected => ("", "MailMore"),
            _ => ("", "MailNobody"),
        };
        ModelState.AddModelError(field, Texts[text]);
        return await Show(ct);
    }

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        if (Use is not null)
            (Recipients, Restricted) = ((await count.Run(Group, ct)).ByEmail ?? 0, await count.LeftOut(Group, [ReachedBy.Email], ct));
        ModelState.Remove(nameof(Expected));
        Expected = Recipients;
        return Page();
    }
}
