using CustomerRegister.Visits;

namespace CustomerRegister.Web.Visits;

public static class VisitsRegistration
{
    public static IServiceCollection AddVisits(this IServiceCollection services) =>
        services.AddSingleton<VisitLog>().AddHostedService(program => program.GetRequiredService<VisitLog>()).AddSingleton<VisitLimits>();

    /// <summary>Where a page's script tells that it was left. It opens nothing: whoever knows the key of a page view says how long it took.</summary>
    public static WebApplication MapVisits(this WebApplication app)
    {
        app.MapPost("/visits/left/{view:guid}", (Guid view, HttpContext context, VisitLog log, VisitLimits limits, TimeProvider clock) =>
        {
            if (VisitsCookie.ChoiceOf(context.Request) == VisitsChoice.Allowed && limits.Allows(context.Connection.RemoteIpAddress))
                log.Tell(new PageLeft(new(view), clock.Now()));
            return Results.NoContent();
        }).AllowAnonymous();
        return app;
    }
}
