using CustomerRegister.Audit;
using Quartz;

namespace CustomerRegister.Web.Jobs;

/// <summary>Seals what the audit log has got. The program's log, which is outside the database, keeps the hash of each seal: by it a log that was cut short or sealed anew is told from the true one.</summary>
[DisallowConcurrentExecution]
public sealed partial class SealAuditLogJob(SealAuditLog seal, ILogger<SealAuditLogJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        // What is written meanwhile is for the next turn.
        while (await seal.Next(cancellationToken) is { } made)
        {
            Sealed(log, made.Number, made.Entries, made.Hash);
            if (made.Entries < SealAuditLog.AtOnce)
                return;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Audit seal {Number} covers {Entries} entries: {Hash}")]
    private static partial void Sealed(ILogger log, long number, int entries, string hash);
}
