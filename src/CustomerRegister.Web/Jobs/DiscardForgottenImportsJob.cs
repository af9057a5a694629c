using CustomerRegister.Imports;
using CustomerRegister.Web.Data;
using Quartz;

namespace CustomerRegister.Web.Jobs;

[DisallowConcurrentExecution]
public sealed class DiscardForgottenImportsJob(DiscardForgottenImports discard, UploadFolder uploads, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await Run(cancellationToken);

    public async Task Run(CancellationToken ct)
    {
        await discard.Run(ct);
        uploads.DeleteOlderThan(clock.Now() - DiscardForgottenImports.Patience);
    }
}
