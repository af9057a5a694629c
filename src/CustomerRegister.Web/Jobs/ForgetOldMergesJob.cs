using CustomerRegister.Merging;
using Quartz;

namespace CustomerRegister.Web.Jobs;

[DisallowConcurrentExecution]
public sealed class ForgetOldMergesJob(ForgetOldMerges forget) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await forget.Run(cancellationToken);
}
