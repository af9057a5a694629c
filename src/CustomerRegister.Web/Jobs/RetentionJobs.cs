using CustomerRegister.Orders;
using CustomerRegister.Retention;
using Quartz;

namespace CustomerRegister.Web.Jobs;

/// <summary>Carries started runs on, whatever ended the process that was at it.</summary>
[DisallowConcurrentExecution]
public sealed class ContinueRetentionRunsJob(ContinueRetentionRuns runs) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await runs.Run(cancellationToken);
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
public sealed class RemindOfHoldsJob(RemindOfHolds remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await remind.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class CountPostalAreasJob(CountPostalAreas count) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await count.Run(cancellationToken);
}
