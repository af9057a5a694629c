using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace CustomerRegister.Web.Data;

public static class HealthEndpoints
{
    public const string Ready = "ready";

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: so does its database.</summary>
    public static void MapRegisterHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }
}
