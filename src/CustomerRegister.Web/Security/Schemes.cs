using Microsoft.AspNetCore.Identity;

namespace CustomerRegister.Web.Security;

/// <summary>Staff and customers sign in separately, with cookies that know nothing of each other.</summary>
public static class Schemes
{
    public static readonly string Staff = IdentityConstants.ApplicationScheme;

    /// <summary>Between a right password and the code.</summary>
    public const string StaffCode = "StaffCode";

    public const string Portal = "Portal";

    /// <summary>Whoever asked without signing in, for the one request that a link has opened.</summary>
    public const string Visitor = "Visitor";

    /// <summary>Customers who come from an identity provider (OpenID Connect).</summary>
    public const string IdentityProvider = "IdentityProvider";

    /// <summary>Between a customer's right password and the app's code.</summary>
    public const string PortalCode = "PortalCode";
}
