using System.Diagnostics;

namespace CustomerRegister.Web.Logging;

/// <summary>One line a request: the page's route, never the address as typed, for keys and searches may stand in it.</summary>
public sealed class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "-";
            log.LogInformation("{Method} {Route} {Status} in {Milliseconds:0} ms", context.Request.Method, route, context.Response.StatusCode, took);
        }
    }
}
