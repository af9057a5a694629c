using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;

namespace CustomerRegister.Web.Security;

public static class Policies
{
    /// <summary>A signed-in member of staff who may not have signed the undertaking yet: only for the page where it is signed.</summary>
    public const string StaffSignedIn = "staff-signed-in";

    /// <summary>A member of staff with the undertaking signed, whatever the role.</summary>
    public const string Staff = "staff";

    /// <summary>A customer signed in to the portal.</summary>
    public const string Portal = "portal";

    public static string Of(Permission permission) => $"permission:{permission}";
}

/// <summary>The permission that a page needs. A page without one, or without another explicit policy, opens to nobody.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequirePermissionAttribute(Permission permission) : AuthorizeAttribute(Policies.Of(permission))
{
    public Permission Permission { get; } = permission;
}
