using CustomerRegister.Requests;
using Quartz;

namespace CustomerRegister.Web.Jobs;

[DisallowConcurrentExecution]
public sealed class ExpireAnswersJob(ExpireAnswers expire) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await expire.Run(cancellationToken);
}
