using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace CustomerRegister.Web.Security;

public static class SecurityRegistration
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(60);

    public static IServiceCollection AddRegisterSecurity(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentStaff>();
        services.AddScoped<CurrentCustomer>();
        services.AddSingleton<ProtectedText>();
        services.AddScoped<IAuthorizationHandler, StaffRequirementHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, UndertakingGate>();

        services.AddIdentityCore<StaffAccount>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // Length protects; prescribed kinds of characters only make passwords alike (NIST SP 800-63B section 5.1.1).
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 5;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddEntityFrameworkStores<RegisterContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();

        var authentication = services.AddAuthentication(Schemes.Staff);
        authentication.AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(cookie =>
        {
            Harden(cookie, "staff");
            cookie.LoginPath = "/account/signin";
            cookie.AccessDeniedPath = "/error/403";
        }));
        authentication.AddCookie(Schemes.Portal, cookie =>
        {
            Harden(cookie, "portal");
            cookie.LoginPath = "/enter";
            cookie.AccessDeniedPath = "/error/403";
            cookie.Events.OnValidatePrincipal = PortalCookie.Validate;
        });

        services.AddAuthorization(options =>
        {
            foreach (var permission in Enum.GetValues<Permission>())
                options.AddPolicy(Policies.Of(permission), StaffPolicy(new StaffRequirement(permission)));
            options.AddPolicy(Policies.Staff, StaffPolicy(new StaffRequirement(null)));
            options.AddPolicy(Policies.StaffSignedIn, StaffPolicy(new StaffRequirement(null, NeedsUndertaking: false)));
            options.AddPolicy(Policies.Portal, policy => policy.AddAuthenticationSchemes(Schemes.Portal).RequireAuthenticatedUser());
            // What names no policy opens to nobody.
            options.FallbackPolicy = new AuthorizationPolicyBuilder(Schemes.Staff).RequireAssertion(_ => false).Build();
        });
        return services;
    }

    private static AuthorizationPolicy StaffPolicy(StaffRequirement requirement) =>
        new AuthorizationPolicyBuilder(Schemes.Staff).RequireAuthenticatedUser().AddRequirements(requirement).Build();

    private static void Harden(CookieAuthenticationOptions cookie, string name)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        // Lax, so that a link in a mail opens the page one is signed in to; forms carry antiforgery tokens.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.ExpireTimeSpan = IdleTime;
        cookie.SlidingExpiration = true;
    }
}
