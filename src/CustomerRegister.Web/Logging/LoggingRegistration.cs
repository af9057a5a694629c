using System.Globalization;
using CustomerRegister.Retention;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace CustomerRegister.Web.Logging;

public static class LoggingRegistration
{
    /// <summary>To standard error, so that commands can print their result to standard output; and where <c>Logs:Folder</c> is set, to a file for each day.</summary>
    public static IServiceCollection AddRegisterLogging(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSerilog((provider, log) =>
        {
            log.WhatIsLogged(configuration).WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture);
            if (configuration["Logs:Folder"] is { Length: > 0 } folder)
                log.ToFiles(folder, provider.GetRequiredService<RetentionRules>().LogFiles);
        });

    /// <summary>Whichever process opens the day's file deletes those whose period is over: each machine has its own, so no job of another could.</summary>
    public static LoggerConfiguration ToFiles(this LoggerConfiguration log, string folder, RetentionPeriod period)
    {
        var today = TimeProvider.System.Today();
        return log.WriteTo.File(Path.Combine(folder, "register-.log"), rollingInterval: RollingInterval.Day, rollOnFileSizeLimit: true, shared: true,
            retainedFileCountLimit: null, retainedFileTimeLimit: TimeSpan.FromDays(today.DayNumber - period.LatestStart(today).DayNumber), formatProvider: CultureInfo.InvariantCulture);
    }

    /// <summary>The framework's own lines about requests and SQL are left out: they hold addresses and values.</summary>
    public static LoggerConfiguration WhatIsLogged(this LoggerConfiguration log, IConfiguration configuration) => log
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
        .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
        .ReadFrom.Configuration(configuration)
        .Enrich.FromLogContext()
        .Enrich.With<WithoutAddresses>();

    /// <summary>The framework adds the address of the request to every line; in it may stand a key or the secret of a link.</summary>
    private sealed class WithoutAddresses : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }
}
