using System.Net;
using System.Net.Mime;
using CustomerRegister.Data;
using CustomerRegister.Visits;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CustomerRegister.Web.Visits;

/// <summary>The page that is being shown, where it is logged.</summary>
/// <param name="Id">By which the page tells when it is left.</param>
public sealed record ShownPage(PageViewId Id);

/// <summary>
/// Tells the visit log which public pages and pages of the portal were shown, where the browser allows it. Never those of staff, nor what anybody else than a customer
/// does who is signed in: by its time alone it would lead to them.
/// </summary>
public sealed class VisitedPages(RequestDelegate next, VisitLog log, VisitLimits limits, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!MayBeLogged(context))
        {
            await next(context);
            return;
        }

        var shown = new ShownPage(EntityKey.New<PageViewId>(clock));
        context.Features.Set(shown);
        var at = clock.Now();
        await next(context);
        var address = context.Connection.RemoteIpAddress;
        if (WasShown(context.Response) && IsCustomersOrNobodys(context) && limits.Allows(address))
            log.Tell(new PageSeen(shown.Id, VisitsCookie.VisitorOf(context.Request)!, CustomerOf(context), AddressOf((RouteEndpoint)context.GetEndpoint()!), PlaceOf(context.Request, address), at));
    }

    private static bool MayBeLogged(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null
        && !Networks.IsClosed(endpoint)
        && VisitsCookie.ChoiceOf(context.Request) == VisitsChoice.Allowed
        // What the browser fetches in advance nobody has seen.
        && !context.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.OrdinalIgnoreCase);

    private static bool WasShown(HttpResponse response) =>
        response.StatusCode == StatusCodes.Status200OK && response.Headers.ContentDisposition.Count == 0
        && response.ContentType?.StartsWith(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase) == true;

    private static Customers.CustomerId? CustomerOf(HttpContext context) => context.Features.Get<PortalStay>()?.Session.CustomerId;

    // A public page does not look who is signed in, or whose request is followed, and must not tell either.
    private static bool IsCustomersOrNobodys(HttpContext context) => CustomerOf(context) is not null
        || (context.User.Identity?.IsAuthenticated != true && !context.Request.Cookies.ContainsKey(PortalCookie.Name) && !context.Request.Cookies.ContainsKey(VisitorCookie.Name));

    // As it is declared: what stood in it, and the query, may be a secret or somebody's name.
    private static string AddressOf(RouteEndpoint page) => PageDoors.AddressOf(page).Replace("?}", "}", StringComparison.Ordinal);

    private static VisitorPlace PlaceOf(HttpRequest request, IPAddress? address) =>
        new((address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString(), DeviceName.Of(request) is { Length: > 0 } browser ? browser : null);
}
