using CustomerRegister.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CustomerRegister.Web.Security;

/// <param name="Permission">What the role must give; null where any signed undertaking will do.</param>
/// <param name="NeedsUndertaking">Nothing with personal data opens before the undertaking is signed (N25).</param>
/// <param name="NeedsSecondFactor">Nor before a second factor is set up, where the account needs one (N24).</param>
public sealed record StaffRequirement(Permission? Permission, bool NeedsUndertaking = true, bool NeedsSecondFactor = true) : IAuthorizationRequirement;

public sealed class StaffRequirementHandler(CurrentStaff current) : AuthorizationHandler<StaffRequirement>
{
    public static readonly string SecondFactorMissing = nameof(SecondFactorMissing), UndertakingMissing = nameof(UndertakingMissing);

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, StaffRequirement requirement)
    {
        var staff = await current.Find();
        if (staff is null)
            return;
        if (requirement.NeedsSecondFactor && staff.NeedsSecondFactor)
            context.Fail(new AuthorizationFailureReason(this, SecondFactorMissing));
        else if (requirement.NeedsUndertaking && !staff.HasSignedUndertaking)
            context.Fail(new AuthorizationFailureReason(this, UndertakingMissing));
        else if (requirement.Permission is not { } permission || staff.Account.Holds(permission))
            context.Succeed(requirement);
    }
}

/// <summary>Sends a member of staff who lacks only the second factor or the signature to where they get it, instead of a closed door.</summary>
public sealed class SignInGate : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler otherwise = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var lacks = authorizeResult.AuthorizationFailure?.FailureReasons.Select(reason => reason.Message).ToList() ?? [];
        var page = lacks.Contains(StaffRequirementHandler.SecondFactorMissing) ? "/account/second-factor"
            : lacks.Contains(StaffRequirementHandler.UndertakingMissing) ? "/account/undertaking"
            : null;
        if (page is null)
            return otherwise.HandleAsync(next, context, policy, authorizeResult);
        var back = HttpMethods.IsGet(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : "/staff";
        context.Response.Redirect($"{page}?returnUrl={Uri.EscapeDataString(back)}");
        return Task.CompletedTask;
    }
}
