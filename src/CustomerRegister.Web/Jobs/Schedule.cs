using System.Collections.Specialized;
using CustomerRegister.Mail;
using CustomerRegister.Portal;
using CustomerRegister.Web.Data;
using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;

namespace CustomerRegister.Web.Jobs;

/// <summary>What runs by itself, and when. Clustered on PostgreSQL; a single node on the embedded database.</summary>
public static class Schedule
{
    private static readonly TimeZoneInfo Helsinki = HelsinkiTime.Zone;

    public static IServiceCollection AddRegisterJobs(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        if (!configuration.GetValue("Jobs:Enabled", true))
            return services;
        var database = DatabaseSettings.From(configuration, DataFolder.From(configuration, environment));
        // Every instance of the program is a node of its own.
        var node = new NameValueCollection { ["quartz.scheduler.instanceName"] = "register", ["quartz.scheduler.instanceId"] = "AUTO" };
        services.AddQuartz(node, quartz =>
        {
            quartz.UsePersistentStore(store =>
            {
                if (database.Provider == DatabaseProvider.Postgres)
                {
                    store.UsePostgres(NpgsqlFactory.Instance, database.ConnectionString);
                    store.UseClustering();
                }
                else
                {
                    store.UseSqlite(SqliteFactory.Instance, database.ConnectionString);
                }

                store.ProvisionSchema();
            });
            quartz.Every<SendAskedLinksJob>(TimeSpan.FromSeconds(10));
            quartz.Every<SendMailJob>(TimeSpan.FromSeconds(10));
            quartz.Every<RunConfirmedImportsJob>(TimeSpan.FromSeconds(3));
            quartz.Every<ContinueRetentionRunsJob>(TimeSpan.FromSeconds(10));
            quartz.Every<SealAuditLogJob>(TimeSpan.FromMinutes(1));
            quartz.Every<CarryOutRequestedErasuresJob>(TimeSpan.FromMinutes(15));
            if (database.Provider == DatabaseProvider.Sqlite)
                quartz.Every<EmptyWriteAheadLogJob>(TimeSpan.FromMinutes(1));
            quartz.Nightly<ForgetOldBuyersJob>("0 15 2 * * ?");
            quartz.Nightly<CountPostalAreasJob>("0 45 1 * * ?");
            quartz.Nightly<CountStatisticsJob>("0 45 3 * * ?");
            quartz.Nightly<ForgetOldRecordsJob>("0 20 2 * * ?");
            quartz.Nightly<ForgetOldEntriesJob>("0 0 3 * * ?");
            // After retention, which renews seals.
            quartz.Nightly<WatchAuditLogJob>("0 0 5 * * ?");
            quartz.Nightly<RemindOfHoldsJob>("0 30 6 * * ?");
            quartz.Nightly<PrepareNightlyRetentionRunJob>("0 30 2 * * ?");
            quartz.Nightly<SendRequestDigestJob>("0 0 7 * * ?");
            quartz.Nightly<RemindRecipientsJob>("0 15 7 * * ?");
            quartz.Nightly<ForgetVisitorsJob>("0 20 3 * * ?");
            quartz.Nightly<ExpireAnswersJob>("0 15 3 * * ?");
            quartz.Nightly<ForgetOldMergesJob>("0 50 2 * * ?");
            quartz.Nightly<DiscardForgottenImportsJob>("0 40 2 * * ?");
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        return services;
    }

    private static void Every<TJob>(this IQuartzBuilder quartz, TimeSpan interval) where TJob : IJob
    {
        var key = new JobKey(typeof(TJob).Name);
        quartz.AddJob<TJob>(j => j.WithIdentity(key));
        quartz.AddTrigger(t => t.ForJob(key).WithIdentity(key.Name).WithSimpleSchedule(s => s.WithInterval(interval).RepeatForever()));
    }

    private static void Nightly<TJob>(this IQuartzBuilder quartz, string cron) where TJob : IJob
    {
        var key = new JobKey(typeof(TJob).Name);
        quartz.AddJob<TJob>(j => j.WithIdentity(key));
        quartz.AddTrigger(t => t.ForJob(key).WithIdentity(key.Name).WithCronSchedule(cron, c => c.InTimeZone(Helsinki)));
    }
}

[DisallowConcurrentExecution]
public sealed class SendAskedLinksJob(SendAskedLinks links) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await links.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class SendMailJob(SendWaitingMail send) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await send.Run(cancellationToken);
}
