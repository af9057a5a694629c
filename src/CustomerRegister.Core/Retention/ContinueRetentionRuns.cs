using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>Takes up whatever run is not at rest: finishes a list that was interrupted, and carries out what was started. For a job that runs often.</summary>
public sealed class ContinueRetentionRuns(RegisterContext db, ListDuePeople list, CarryOutRetentionRun carryOut)
{
    public static Actor Job { get; } = Actor.System("retention-run", "retention");

    public async Task Run(CancellationToken ct)
    {
        var open = await db.RetentionRuns.AsNoTracking()
            .Where(r => r.State == RetentionRunState.Preparing || r.State == RetentionRunState.Running)
            .Select(r => new { r.Id, r.State }).ToListAsync(ct);
        foreach (var run in open)
        {
            if (run.State == RetentionRunState.Preparing)
                await list.Run(run.Id, Job, ct);
            else
                await carryOut.Run(run.Id, Job, ct);
        }
    }
}
