using System.Security.Claims;
using CustomerRegister.Staff;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Authorization;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>The areas of the pages, and the links that a user sees in each: only those that would open.</summary>
public sealed class AreaNavigation(IAuthorizationService authorization)
{
    public static Area Public { get; } = new("/", "brand1",
    [
        new("NavHome", "/"),
        new("NavNotice", "/notice"),
        new("NavMy", "/my"),
    ]);

    public static Area My { get; } = new("/my", "brand1",
    [
        new("NavMy", "/my"),
        new("NavMyConsents", "/my/consents"),
        new("NavMyRequests", "/my/requests"),
        new("NavMyPackages", "/my/packages"),
        new("NavMySecurity", "/my/security"),
    ], SignOut: "/my/signout");

    public static Area Staff { get; } = new("/staff", "accent",
    [
        new("NavStaffHome", "/staff"),
        new("NavCustomers", "/staff/customers", Policies.Of(Permission.ViewCustomers)),
        new("NavOrders", "/staff/orders", Policies.Of(Permission.ViewOrders)),
        new("NavInvoices", "/staff/invoices", Policies.Of(Permission.ManageInvoices)),
        new("NavOrganisations", "/staff/organisations", Policies.Of(Permission.ViewCustomers)),
        new("NavRequests", "/staff/requests", Policies.Of(Permission.HandleRequests)),
        new("NavErasureLetters", "/staff/erasure-letters", Policies.Of(Permission.HandleRequests)),
        new("NavTargetGroups", "/staff/target-groups", Policies.Of(Permission.ViewTargetGroups)),
        new("NavStatistics", "/staff/statistics", Policies.Of(Permission.ViewStatistics)),
        new("NavImports", "/staff/imports", Policies.Of(Permission.ImportData)),
        new("NavPaper", "/staff/paper", Policies.Of(Permission.HandlePaperRecords)),
        new("NavAdmin", "/admin", [.. AdminItems.SelectMany(item => item.AnyOf)]),
    ], SignOut: "/account/signout", Search: new("SearchLabel", "/staff/search", Policies.Of(Permission.ViewCustomers)))
    { Own = OwnAccount };

    public static Area Admin { get; } = new("/admin", "brand2",
        [new("NavAdminHome", "/admin"), .. AdminItems, new("NavBackToStaff", "/staff")],
        SignOut: "/account/signout")
    { Own = OwnAccount };

    /// <summary>Where staff keep their own account, or sign the undertaking before anything else opens.</summary>
    public static Area Account { get; } = new("/account", "accent",
        [new("NavOwnAccount", "/account", Policies.StaffSignedIn), new("NavBackToStaff", "/staff", Policies.Staff)], SignOut: "/account/signout")
    { Home = "/staff" };

    private static NavigationItem OwnAccount => new("NavOwnAccount", "/account", Policies.StaffSignedIn);

    // The staff's link to the administration shows when one of these does.
    private static IReadOnlyList<NavigationItem> AdminItems =>
    [
        new("NavRetention", "/admin/retention", Policies.Of(Permission.PrepareRetention), Policies.Of(Permission.ApproveRetention)),
        new("NavHolds", "/admin/holds", Policies.Of(Permission.PlaceHolds)),
        new("NavAuditLog", "/admin/audit-log", Policies.Of(Permission.ViewAudit)),
        new("NavPurposes", "/admin/purposes", Policies.Of(Permission.PublishNotice)),
        new("NavNoticeVersions", "/admin/notice", Policies.Of(Permission.PublishNotice)),
        new("NavStaffAccounts", "/admin/staff", Policies.Of(Permission.ManageStaff)),
        new("NavUndertaking", "/admin/undertaking", Policies.Of(Permission.ManageStaff)),
        new("NavPermissions", "/admin/permissions", Policies.Of(Permission.ManageStaff)),
        new("NavRecipients", "/admin/recipients", Policies.Of(Permission.ManageSettings)),
        new("NavPaperPlaces", "/admin/paper-places", Policies.Of(Permission.ManageSettings)),
    ];

    /// <summary>The area of a path; the public one for whoever has not signed in.</summary>
    public static Area Of(PathString path, ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true)
            return Public;
        return new[] { My, Staff, Admin, Account }.FirstOrDefault(area => path.StartsWithSegments(area.Root)) ?? Public;
    }

    /// <summary>The links of an area that open to the user.</summary>
    public async Task<IReadOnlyList<NavigationItem>> VisibleTo(ClaimsPrincipal user, Area area)
    {
        var visible = new List<NavigationItem>();
        foreach (var item in area.Items)
        {
            if (await OpensTo(user, item))
                visible.Add(item);
        }

        return visible;
    }

    /// <summary>Whether the page behind a link opens to the user.</summary>
    public async Task<bool> OpensTo(ClaimsPrincipal user, NavigationItem item)
    {
        foreach (var policy in item.AnyOf)
        {
            if ((await authorization.AuthorizeAsync(user, policy)).Succeeded)
                return true;
        }

        return item.AnyOf.Count == 0;
    }
}
