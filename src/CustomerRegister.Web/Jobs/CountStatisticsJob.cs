using CustomerRegister.Statistics;
using Quartz;

namespace CustomerRegister.Web.Jobs;

[DisallowConcurrentExecution]
public sealed class CountStatisticsJob(CountStatistics count) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await count.Run(cancellationToken);
}
