using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CustomerRegister.Web.Security;

/// <summary>Keeps <see cref="AlsoRequiresAttribute"/>: a handler runs only for whom its own permission is given too.</summary>
public sealed class HandlerPermissions(IAuthorizationService authorization) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod?.MethodInfo.GetCustomAttribute<AlsoRequiresAttribute>() is { Permission: var permission }
            && !(await authorization.AuthorizeAsync(context.HttpContext.User, Policies.Of(permission))).Succeeded)
            context.Result = new ForbidResult(Schemes.Staff);
        else
            await next();
    }
}
