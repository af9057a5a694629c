using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CustomerRegister.Tests.Architecture;

/// <summary>What runs by itself, as the scheduler of a started program has it in its store: a line that goes missing is a promise that nobody keeps.</summary>
public abstract class ScheduleTests(Engine engine) : AppTest(engine)
{
    private const string Helsinki = "Europe/Helsinki";

    private static readonly string[] Expected =
    [
        "SendAskedLinksJob every 00:00:10", "SendMailJob every 00:00:10", "RunConfirmedImportsJob every 00:00:03", "ContinueRetentionRunsJob every 00:00:10", "SealAuditLogJob every 00:01:00", "CarryOutRequestedErasuresJob every 00:15:00",
        $"ForgetOldBuyersJob at 0 15 2 * * ? {Helsinki}", $"CountPostalAreasJob at 0 45 1 * * ? {Helsinki}", $"CountStatisticsJob at 0 45 3 * * ? {Helsinki}", $"ForgetOldRecordsJob at 0 20 2 * * ? {Helsinki}",
        $"ForgetOldEntriesJob at 0 0 3 * * ? {Helsinki}", $"WatchAuditLogJob at 0 0 5 * * ? {Helsinki}", $"RemindOfHoldsJob at 0 30 6 * * ? {Helsinki}", $"PrepareNightlyRetentionRunJob at 0 30 2 * * ? {Helsinki}",
        $"SendRequestDigestJob at 0 0 7 * * ? {Helsinki}", $"RemindRecipientsJob at 0 15 7 * * ? {Helsinki}", $"ForgetVisitorsJob at 0 20 3 * * ? {Helsinki}", $"ExpireAnswersJob at 0 15 3 * * ? {Helsinki}",
        $"ForgetOldMergesJob at 0 50 2 * * ? {Helsinki}", $"DiscardForgottenImportsJob at 0 40 2 * * ? {Helsinki}",
    ];

    protected override TestApp NewApp() => new(Database)
    {
        Settings = { ["Jobs:Enabled"] = "true" },
        // The schedule is laid down; nothing of it runs.
        Replace = services => services.ConfigureAll<QuartzHostedServiceOptions>(hosted => hosted.AutoStart = false),
    };

    [Fact]
    public async Task Every_job_runs_at_its_time_in_Helsinki()
    {
        var ct = TestContext.Current.CancellationToken;
        var scheduler = await App.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(ct);
        var found = new List<string>();
        foreach (var job in typeof(Schedule).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IJob))))
        {
            found.Add(await scheduler.GetTrigger(new TriggerKey(job.Name), ct) switch
            {
                ICronTrigger cron => $"{job.Name} at {cron.CronExpressionString} {cron.TimeZone.Id}",
                ISimpleTrigger simple => $"{job.Name} every {simple.RepeatInterval}",
                _ => $"{job.Name} never",
            });
        }

        string[] expected = Engine == Engine.Sqlite ? [.. Expected, "EmptyWriteAheadLogJob every 00:01:00"] : [.. Expected, "EmptyWriteAheadLogJob never"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    public sealed class OnSqlite() : ScheduleTests(Engine.Sqlite);

    public sealed class OnPostgres() : ScheduleTests(Engine.Postgres);
}
