using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;

namespace CustomerRegister.Web.Security;

public static class Policies
{
    /// <summary>A member of staff whose password was right, but who may still have to set up a second factor: only for the pages where that is done.</summary>
    public const string StaffEntering = "staff-entering";

    /// <summary>A signed-in member of staff who may not have signed the undertaking yet: for the page where it is signed, and those of one's own account.</summary>
    public const string StaffSignedIn = "staff-signed-in";

    /// <summary>A member of staff with the undertaking signed, whatever the role.</summary>
    public const string Staff = "staff";

    /// <summary>A customer signed in to the portal.</summary>
    public const string Portal = "portal";

    /// <summary>Whoever asked without signing in, for the one request that a link has opened.</summary>
    public const string Visitor = "visitor";

    public static string Of(Permission permission) => $"permission:{permission}";
}

/// <summary>The permission that a page needs. A page without one, or without another explicit policy, opens to nobody.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class RequirePermissionAttribute(Permission permission) : AuthorizeAttribute(Policies.Of(permission))
{
    public Permission Permission { get; } = permission;
}

/// <summary>
/// A permission that one handler of a page needs beside the page's own. Razor Pages heed no authorisation attribute on a handler, so
/// <see cref="HandlerPermissions"/> does.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlsoRequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}
