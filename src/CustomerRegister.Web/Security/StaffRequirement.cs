using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CustomerRegister.Web.Security;

/// <param name="Permission">What the role must give; null where any signed undertaking will do.</param>
/// <param name="NeedsUndertaking">Nothing with personal data opens before the undertaking is signed (N25).</param>
public sealed record StaffRequirement(Permission? Permission, bool NeedsUndertaking = true) : IAuthorizationRequirement;

public sealed class StaffRequirementHandler(CurrentStaff current) : AuthorizationHandler<StaffRequirement>
{
    public static readonly string UndertakingMissing = nameof(UndertakingMissing);

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, StaffRequirement requirement)
    {
        var staff = await current.Find();
        if (staff is null)
            return;
        if (requirement.NeedsUndertaking && !staff.HasSignedUndertaking)
            context.Fail(new AuthorizationFailureReason(this, UndertakingMissing));
        else if (requirement.Permission is not { } permission || staff.Account.Holds(permission))
            context.Succeed(requirement);
    }
}

/// <summary>Sends a member of staff who lacks only the signature to the undertaking instead of a closed door.</summary>
public sealed class UndertakingGate : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler otherwise = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.AuthorizationFailure?.FailureReasons.Any(r => r.Message == StaffRequirementHandler.UndertakingMissing) != true)
            return otherwise.HandleAsync(next, context, policy, authorizeResult);
        var back = HttpMethods.IsGet(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : "/staff";
        context.Response.Redirect($"/account/undertaking?returnUrl={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }
}
