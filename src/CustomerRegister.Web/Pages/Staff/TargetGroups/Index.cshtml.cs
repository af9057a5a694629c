using CustomerRegister.Consents;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.TargetGroups;

/// <summary>Chooses whom to reach, and tells how many of them may be reached. Nobody is named here.</summary>
[RequirePermission(Permission.ViewTargetGroups)]
public sealed class IndexModel(CountTargetGroup count, ListMarketingMails mails, TermNames terms, IStringLocalizer<TargetGroupsTexts> texts) : TargetGroupModel(terms, texts)
{
    /// <summary>Null until a group is chosen.</summary>
    public TargetGroupSize? Size { get; private set; }

    /// <summary>The lists that would have somebody on them.</summary>
    public IReadOnlyList<ReachedBy> Lists => Size is not { } size ? [] : [.. size.ByPost > 0 ? [ReachedBy.Post] : Array.Empty<ReachedBy>(), .. size.ByEmail > 0 ? [ReachedBy.Email] : Array.Empty<ReachedBy>()];

    public IReadOnlyList<MarketingMailLine> Mails { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (Request.Query.Count > 0 && IsGroup())
            Size = await count.Run(Group, ct);
        Mails = await mails.Run(ct);
    }
}
