using System.Security.Claims;
using CustomerRegister.Customers;
using CustomerRegister.Portal;
using CustomerRegister.Web.Pages.Enter;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CustomerRegister.Web.Security;

/// <summary>Settings under <c>Portal:IdentityProvider</c>: an OpenID Connect provider by which customers may sign in, such as a broker of the Finnish trust network.</summary>
public sealed class IdentityProviderSettings
{
    public string Authority { get; set; } = "";
    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";
    /// <summary>What customers know it as.</summary>
    public string Name { get; set; } = "";

    public bool IsOn => Authority.Length > 0 && ClientId.Length > 0;
}

/// <summary>Sign-in by code flow with PKCE (RFC 7636). Of what the provider tells, only who it is and a verified address are looked at; nothing of it is kept but a hash.</summary>
public static class IdentityProvider
{
    public const string Callback = "/enter/provider/callback";

    private const string Issuer = "provider", Subject = "sub", Email = "email";

    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);

    public static void AddIdentityProvider(this AuthenticationBuilder authentication, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Portal:IdentityProvider").Get<IdentityProviderSettings>() ?? new IdentityProviderSettings();
        authentication.Services.AddSingleton(settings);
        if (!settings.IsOn)
            return;
        authentication.Services.AddOptions<OpenIdConnectOptions>(Schemes.IdentityProvider).Configure<TimeProvider>((oidc, clock) =>
            oidc.TokenValidationParameters.LifetimeValidator = (from, until, _, _) =>
                until is { } end && end + ClocksDiffer > clock.GetUtcNow().UtcDateTime && (from is not { } begin || begin - ClocksDiffer <= clock.GetUtcNow().UtcDateTime));
        authentication.AddOpenIdConnect(Schemes.IdentityProvider, oidc =>
        {
            oidc.Authority = settings.Authority;
            oidc.ClientId = settings.ClientId;
            oidc.ClientSecret = settings.ClientSecret;
            oidc.RequireHttpsMetadata = !new Uri(settings.Authority).IsLoopback;
            oidc.SignInScheme = Schemes.Portal;
            oidc.CallbackPath = Callback;
            oidc.ResponseType = OpenIdConnectResponseType.Code;
            // A form posted from elsewhere would come without cookies that are Lax.
            oidc.ResponseMode = OpenIdConnectResponseMode.Query;
            oidc.UsePkce = true;
            oidc.MapInboundClaims = false;
            oidc.SaveTokens = false;
            oidc.DisableTelemetry = true;
            oidc.Scope.Clear();
            oidc.Scope.Add("openid");
            oidc.Scope.Add(Email);
            // The framework adds to the names what tells one attempt from another.
            (oidc.CorrelationCookie.Name, oidc.NonceCookie.Name) = ("portal-provider.", "portal-provider-nonce.");
            foreach (var cookie in new[] { oidc.NonceCookie, oidc.CorrelationCookie })
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            oidc.Events.OnTokenValidated = Keep;
            oidc.Events.OnTicketReceived = Enter;
            oidc.Events.OnRemoteFailure = Fail;
        });
    }

    private static Task Keep(TokenValidatedContext context)
    {
        var told = context.Principal!;
        List<Claim> kept = [new(Issuer, context.SecurityToken.Issuer), new(Subject, told.FindFirstValue("sub")!)];
        if (string.Equals(told.FindFirstValue("email_verified"), "true", StringComparison.OrdinalIgnoreCase) && told.FindFirstValue("email") is { } email)
            kept.Add(new(Email, email));
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(kept, Schemes.IdentityProvider));
        return Task.CompletedTask;
    }

    private static async Task Enter(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, who) = (context.HttpContext, context.Principal!);
        var email = EmailAddress.TryParse(who.FindFirstValue(Email), out var told) ? told : null;
        var outcome = await http.RequestServices.GetRequiredService<EnterByIdentity>()
            .Run(new(who.FindFirstValue(Issuer)!, who.FindFirstValue(Subject)!, email), PortalBrowser.PlaceOf(http), http.RequestAborted);
        if (outcome.Succeeded)
            await PortalCookie.SignIn(http, outcome.Value);
        http.Response.Redirect(outcome.Succeeded ? OwnPlaces.After(context.ReturnUri) : "/enter/provider?refused=unknown");
    }

    // Cancelled there, too late, or not what was asked for: one answer, and no word of the provider's on our page.
    private static Task Fail(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Redirect("/enter/provider?refused=failed");
        return Task.CompletedTask;
    }
}
