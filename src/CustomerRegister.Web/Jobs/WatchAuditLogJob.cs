using CustomerRegister.Audit;
using Quartz;

namespace CustomerRegister.Web.Jobs;

/// <summary>Verifies the audit log every night. The program's log, which is outside the database, says what was found too: whoever can stop the mail cannot take that back.</summary>
[DisallowConcurrentExecution]
public sealed partial class WatchAuditLogJob(WatchAuditLog watch, ILogger<WatchAuditLogJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var found = await watch.Run(cancellationToken);
        if (found.IsUnbroken)
            Unbroken(log, found.Seals, found.Entries, found.LastSeal, found.LastHash);
        else
            Broken(log, found.Faults, found.Findings[0].Seal, found.Findings[0].Fault);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log is unbroken: {Seals} seals over {Entries} entries; seal {Last}: {Hash}")]
    private static partial void Unbroken(ILogger log, long seals, long entries, long last, string hash);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The audit log is broken in {Faults} places, the first of them seal {Seal}: {Fault}. The page of the log's integrity names them.")]
    private static partial void Broken(ILogger log, int faults, long seal, SealFault fault);
}
