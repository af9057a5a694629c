using System.Globalization;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace CustomerRegister.Tests.Retention;

/// <summary>The log's files are kept for their period.</summary>
[Clause("N20")]
public sealed class LogFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cr-log-").FullName;

    [Fact]
    public async Task A_file_whose_period_is_over_goes_when_the_days_file_is_opened()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime);
        foreach (var day in (DateOnly[])[today.AddMonths(-8), today.AddDays(-20), today.AddDays(-1)])
            await File.WriteAllTextAsync(Named(day), "", TestContext.Current.CancellationToken);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logs:Folder", folder)]).Build();
        await using (var services = new ServiceCollection().AddSingleton(RetentionRules.OfTheNotice with { LogFiles = RetentionPeriod.Of(months: 6) }).AddRegisterLogging(configuration).BuildServiceProvider())
            services.GetRequiredService<ILogger>().Information("A line");

        Assert.Equal(new[] { today.AddDays(-20), today.AddDays(-1), today }.Select(Named).Order(), Directory.GetFiles(folder).Order());
        Assert.Contains("A line", await File.ReadAllTextAsync(Named(today), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Named(DateOnly day) => Path.Combine(folder, $"register-{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.log");
}
