using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CustomerRegister.Web.Security;

/// <summary>
/// For a page whose form stands on all other pages. A form's token names who was signed in where it stood, by whichever cookie that page looks at; this page looks at
/// none of them, so the token is tried with each. Stands beside <see cref="IgnoreAntiforgeryTokenAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FormOfAnyPageAttribute : Attribute, IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
            return;
        var antiforgery = http.RequestServices.GetRequiredService<IAntiforgery>();
        var (asItCame, isOurs) = (http.User, await IsOurs(antiforgery, http));
        foreach (var scheme in new[] { Schemes.Portal, Schemes.Visitor })
        {
            if (isOurs)
                break;
            http.User = (await http.AuthenticateAsync(scheme)).Principal ?? new ClaimsPrincipal(new ClaimsIdentity());
            isOurs = await IsOurs(antiforgery, http);
        }

        http.User = asItCame;
        if (!isOurs)
            context.Result = new BadRequestResult();
    }

    private static async Task<bool> IsOurs(IAntiforgery antiforgery, HttpContext http)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(http);
        }
        // What was sent is no form at all, or has a character that none can have.
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
