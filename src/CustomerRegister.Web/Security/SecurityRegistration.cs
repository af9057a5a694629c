using CustomerRegister.Credentials;
using CustomerRegister.Data;
using CustomerRegister.Portal;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CustomerRegister.Web.Security;

public static class SecurityRegistration
{
    private const int HashRounds = 210_000;

    private static readonly TimeSpan PortalIdle = FindPortalSession.Idle, CodeWithin = TimeSpan.FromMinutes(10), PasskeyWithin = TimeSpan.FromMinutes(5);

    public static IServiceCollection AddRegisterSecurity(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = configuration.GetSection("Security").Get<SignInSettings>() ?? new SignInSettings();
        // Demo accounts have a known password: it keeps nobody out, so the second factor is asked for while developing only if one wants to see it.
        settings.SecondFactorForPrivileged = !environment.IsDevelopment() || configuration.GetValue("Security:SecondFactorInDevelopment", false);
        services.AddSingleton(settings);
        services.AddSingleton<PasswordHashes>();
        services.AddSingleton<StaffPasswords>();
        services.AddSingleton<AuthenticatorKeys>();
        services.AddSingleton<PageDoors>();
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentStaff>();
        services.AddScoped<CurrentCustomer>();
        services.AddSingleton<ProtectedText>();
        services.AddScoped<IAuthorizationHandler, StaffRequirementHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, SignInGate>();
        services.Configure<KestrelServerOptions>(server => server.AddServerHeader = false);
        services.Configure<MvcOptions>(mvc => mvc.Filters.Add<HandlerPermissions>());
        services.Configure<MvcOptions>(mvc => mvc.Filters.Add<FreshProofFilter>());
        // OWASP's advice for PBKDF2 with SHA-512.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = HashRounds);
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            // Whoever holds the device must also unlock it: then a passkey is two factors in one.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AuthenticatorTimeout = PasskeyWithin;
            if (Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var address))
                passkeys.ServerDomain = address.Host;
        });

        services.AddIdentityCore<StaffAccount>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                // Staff passwords are judged by PasswordRule; Identity's own rule asks for the length only.
                options.Password.RequiredLength = PasswordRule.Shortest;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<RegisterContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();

        services.AddScoped<IUserStore<PortalPerson>, PortalPasskeyStore>();
        services.AddScoped<IPasswordHasher<PortalPerson>, PasswordHasher<PortalPerson>>();
        services.AddScoped<UserManager<PortalPerson>>();
        services.AddScoped<IPasskeyHandler<PortalPerson>, PasskeyHandler<PortalPerson>>();
        services.AddScoped<PortalPasskeys>();

        var authentication = services.AddAuthentication(Schemes.Staff);
        authentication.AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(cookie =>
            {
                Harden(cookie, "staff");
                // The session's row knows when it ends.
                cookie.SlidingExpiration = false;
                cookie.LoginPath = "/account/signin";
                cookie.AccessDeniedPath = "/error/403";
                cookie.Events.OnValidatePrincipal = StaffCookie.Validate;
            });
            // Identity keeps the challenge of a passkey here until the browser has answered it.
            cookies.TwoFactorUserIdCookie!.Configure(cookie =>
            {
                Harden(cookie, "staff-passkey");
                cookie.ExpireTimeSpan = PasskeyWithin;
            });
        });
        authentication.AddCookie(Schemes.StaffCode, cookie =>
        {
            Harden(cookie, "staff-code");
            cookie.ExpireTimeSpan = CodeWithin;
            cookie.SlidingExpiration = false;
        });
        authentication.AddCookie(Schemes.PortalCode, cookie =>
        {
            Harden(cookie, "portal-app-code");
            cookie.ExpireTimeSpan = CodeWithin;
            cookie.SlidingExpiration = false;
        });
        authentication.AddCookie(Schemes.Portal, cookie =>
        {
            Harden(cookie, PortalCookie.Name);
            cookie.LoginPath = "/enter";
            cookie.AccessDeniedPath = "/error/403";
            cookie.Events.OnValidatePrincipal = PortalCookie.Validate;
            cookie.Events.OnRedirectToLogin = PortalCookie.LeadToDoor;
        });

        authentication.AddCookie(Schemes.Visitor, cookie =>
        {
            Harden(cookie, VisitorCookie.Name);
            cookie.LoginPath = "/request/link";
            cookie.Events.OnValidatePrincipal = VisitorCookie.Validate;
        });

        authentication.AddIdentityProvider(configuration);

        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.AddAuthorization(options =>
        {
            foreach (var permission in Enum.GetValues<Permission>())
                options.AddPolicy(Policies.Of(permission), StaffPolicy(new StaffRequirement(permission)));
            options.AddPolicy(Policies.Staff, StaffPolicy(new StaffRequirement(null)));
            options.AddPolicy(Policies.StaffSignedIn, StaffPolicy(new StaffRequirement(null, NeedsUndertaking: false)));
            options.AddPolicy(Policies.StaffEntering, StaffPolicy(new StaffRequirement(null, NeedsUndertaking: false, NeedsSecondFactor: false)));
            options.AddPolicy(Policies.Portal, policy => policy.AddAuthenticationSchemes(Schemes.Portal).RequireAuthenticatedUser());
            options.AddPolicy(Policies.Visitor, policy => policy.AddAuthenticationSchemes(Schemes.Visitor).RequireAuthenticatedUser());
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
        cookie.ExpireTimeSpan = PortalIdle;
        cookie.SlidingExpiration = true;
    }
}
