using Serilog;
using Serilog.Events;

namespace CustomerRegister.Web.Logging;

public static class LoggingRegistration
{
    /// <summary>
    /// To standard error, so that commands can print their result to standard output. The framework's own lines about
    /// requests and SQL are left out: they hold addresses and values.
    /// </summary>
    public static IServiceCollection AddRegisterLogging(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSerilog(log => log
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .ReadFrom.Configuration(configuration)
            .Enrich.FromLogContext()
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: System.Globalization.CultureInfo.InvariantCulture));
}
