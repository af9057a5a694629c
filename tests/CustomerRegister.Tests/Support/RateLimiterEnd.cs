using System.Reflection;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CustomerRegister.Tests.Support;

/// <summary>
/// Ends the limiter of the framework's middleware with the program, which the framework does not: its timer would tick on, and hold all of a program that is over, for each of the thousands that the
/// tests start.
/// </summary>
internal sealed class RateLimiterEnd : IStartupFilter, IDisposable
{
    private RequestDelegate? pipeline;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => pipeline = inner);
        next(app);
    };

    public void Dispose()
    {
        End(pipeline?.Target, []);
        pipeline = null;
    }

    // Every middleware keeps the next one in a field.
    private static void End(object? middleware, HashSet<object> seen)
    {
        if (middleware is null || !seen.Add(middleware))
            return;
        foreach (var field in middleware.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (field.GetValue(middleware) is var kept && kept is RequestDelegate next)
                End(next.Target, seen);
            else
                (kept as PartitionedRateLimiter<HttpContext>)?.Dispose();
        }
    }
}
