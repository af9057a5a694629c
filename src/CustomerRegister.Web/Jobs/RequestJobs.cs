using CustomerRegister.Requests;
using Quartz;

namespace CustomerRegister.Web.Jobs;

[DisallowConcurrentExecution]
public sealed class SendRequestDigestJob(SendRequestDigest send) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await send.Run(cancellationToken);
}

[DisallowConcurrentExecution]
public sealed class ForgetVisitorsJob(ForgetVisitors forget) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await forget.Run(cancellationToken);
}
