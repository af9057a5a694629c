using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Retention;
using Quartz;

namespace CustomerRegister.Web.Jobs;

/// <summary>Carries started runs on, whatever ended the process that was at it.</summary>
[DisallowConcurrentExecution]
public sealed partial class ContinueRetentionRunsJob(ContinueRetentionRuns runs, ILogger<ContinueRetentionRunsJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await runs.Run(cancellationToken);
        }
        // What was not committed is done by the next turn; a stack says nothing that whoever runs the machine could use.
        catch (Exception failure) when (DatabaseTroubles.TroubleOf(failure) is { } trouble)
        {
            if (trouble == DatabaseTrouble.DiskFull)
                NoRoom(log);
            else
                NoAnswer(log);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database has no room left on its disk: the retention run waits until there is. Nothing is lost.")]
    private static partial void NoRoom(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer: the retention run goes on where it stopped as soon as it does.")]
    private static partial void NoAnswer(ILogger log);
}

/// <summary>Erases who asked for it once their cooling-off time is over, and completes what a ground held back.</summary>
[DisallowConcurrentExecution]
public sealed class CarryOutRequestedErasuresJob(CarryOutRequestedErasures erasures) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await erasures.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class PrepareNightlyRetentionRunJob(PrepareNightlyRetentionRun prepare) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await prepare.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class ForgetOldBuyersJob(ForgetOldBuyers forget) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await forget.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class ForgetOldRecordsJob(ForgetOldRecords forget) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await forget.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class ForgetOldEntriesJob(ForgetOldEntries forget) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await forget.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class EmptyWriteAheadLogJob(EmptyWriteAheadLog empty) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await empty.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class RemindOfHoldsJob(RemindOfHolds remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await remind.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class CountPostalAreasJob(CountPostalAreas count) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await count.Run(cancellationToken);
}
