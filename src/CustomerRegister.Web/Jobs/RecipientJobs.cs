using CustomerRegister.Disclosures;
using Quartz;

namespace CustomerRegister.Web.Jobs;

[DisallowConcurrentExecution]
public sealed class RemindRecipientsJob(RemindRecipients remind) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await remind.Run(cancellationToken);
}
