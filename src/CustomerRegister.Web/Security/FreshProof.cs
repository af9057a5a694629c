using System.Reflection;
using CustomerRegister.Portal;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CustomerRegister.Web.Security;

/// <summary>
/// A page of the portal with a sensitive act, or the one sensitive handler of a page: whoever signed in longer ago than <see cref="ProveAgain.FreshFor"/> proves who they are once more, and then comes
/// back to it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class FreshProofAttribute : Attribute
{
    /// <summary>The part of the address that says what the page is about; null where every use of the page is sensitive.</summary>
    public string? Route { get; init; }

    /// <summary>What stands there when it is sensitive.</summary>
    public string? Value { get; init; }

    /// <summary>Whether the page itself may be read, and only its form, in which nothing is typed, is sensitive.</summary>
    public bool OnlyToSend { get; init; }

    public bool Concerns(RouteData route) =>
        Route is null || string.Equals(route.Values[Route] as string, Value, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Keeps <see cref="FreshProofAttribute"/>.</summary>
public sealed class FreshProofFilter(CurrentCustomer current, TimeProvider clock) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        var isSending = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        var act = context.HandlerMethod?.MethodInfo.GetCustomAttribute<FreshProofAttribute>() ?? context.HandlerInstance.GetType().GetCustomAttribute<FreshProofAttribute>();
        if (act is { } sensitive && sensitive.Concerns(context.RouteData)
            && (isSending || !sensitive.OnlyToSend)
            && !ProveAgain.IsFresh(current.Stay, isSending && !sensitive.OnlyToSend, clock.Now()))
            context.Result = new RedirectResult($"~/my/proof{QueryString.Create("returnUrl", $"{request.Path}{(isSending ? "" : request.QueryString.Value)}")}");
        else
            await next();
    }
}
