namespace CustomerRegister.Staff;

/// <summary>What a page, an endpoint or a command asks for. Denied unless a role or the account itself gives it.</summary>
public enum Permission
{
    ViewCustomers,
    EditCustomers,
    ViewOrders,
    ManageOrders,
    ManageInvoices,
    ImportData,
    ManageConsents,
    ViewTargetGroups,
    /// <summary>Counts that lead to nobody (N3).</summary>
    ViewStatistics,
    HandleRequests,
    DecideRequests,
    PrepareRetention,
    ApproveRetention,
    PlaceHolds,
    ViewAudit,
    PublishNotice,
    ManageStaff,
    ManageSettings,

    /// <summary>Given to an account by itself, never by a role.</summary>
    SeeProtectedAddresses,

    /// <summary>Given to an account by itself, never by a role (N22).</summary>
    HandlePaperRecords,
}

public enum StaffRole
{
    CustomerService,
    Marketing,
    Finance,
    PrivacyOfficer,
    Administrator,
}

/// <summary>A role is a set of permissions. Roles show only their share of the register (N10).</summary>
public static class RolePermissions
{
    /// <summary>What no role gives: an account has it by itself, or not at all.</summary>
    public static IReadOnlyList<Permission> OnTop { get; } = [Permission.SeeProtectedAddresses, Permission.HandlePaperRecords];

    public static IReadOnlySet<Permission> Of(StaffRole role) => role switch
    {
        StaffRole.CustomerService => Set(
            Permission.ViewCustomers, Permission.EditCustomers, Permission.ViewOrders, Permission.ManageOrders, Permission.ImportData,
            Permission.ManageConsents, Permission.HandleRequests),
        StaffRole.Marketing => Set(Permission.ViewTargetGroups, Permission.ViewStatistics),
        StaffRole.Finance => Set(Permission.ManageInvoices, Permission.ViewStatistics),
        StaffRole.PrivacyOfficer => Set(
            Permission.ViewCustomers, Permission.EditCustomers, Permission.ViewOrders, Permission.ManageConsents, Permission.HandleRequests,
            Permission.DecideRequests, Permission.PrepareRetention, Permission.ApproveRetention, Permission.PlaceHolds, Permission.ViewAudit, Permission.PublishNotice, Permission.ViewStatistics),
        // Runs the program; sees no customer data.
        StaffRole.Administrator => Set(Permission.ManageStaff, Permission.ManageSettings),
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    private static HashSet<Permission> Set(params IEnumerable<Permission> permissions) => [.. permissions];
}
