using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Pages.Admin;

[Authorize(Policies.Staff)]
public sealed class IndexModel(CurrentStaff current) : PageModel
{
    public bool MayPrepareRetention { get; private set; }
    public bool MayPlaceHolds { get; private set; }
    public bool MayViewAudit { get; private set; }
    public bool MayPublishNotice { get; private set; }
    public bool MayManageStaff { get; private set; }
    public bool MayManageSettings { get; private set; }

    public async Task OnGetAsync()
    {
        var account = (await current.Get()).Account;
        MayPrepareRetention = account.Holds(Permission.PrepareRetention);
        MayPlaceHolds = account.Holds(Permission.PlaceHolds);
        MayViewAudit = account.Holds(Permission.ViewAudit);
        MayPublishNotice = account.Holds(Permission.PublishNotice);
        MayManageStaff = account.Holds(Permission.ManageStaff);
        MayManageSettings = account.Holds(Permission.ManageSettings);
    }
}
