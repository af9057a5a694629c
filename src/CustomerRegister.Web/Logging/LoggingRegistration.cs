using System.Globalization;
using Serilog;
using Serilog.Events;

namespace CustomerRegister.Web.Logging;

public static class LoggingRegistration
{
    /// <summary>To standard error, so that commands can print their result to standard output.</summary>
    public static IServiceCollection AddRegisterLogging(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSerilog(log => log.WhatIsLogged(configuration)
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture));

    /// <summary>The framework's own lines about requests and SQL are left out: they hold addresses and values.</summary>
    public static LoggerConfiguration WhatIsLogged(this LoggerConfiguration log, IConfiguration configuration) => log
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
        .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
        .ReadFrom.Configuration(configuration)
        .Enrich.FromLogContext();
}
