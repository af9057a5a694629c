using CustomerRegister.Imports;
using CustomerRegister.Web.Data;
using Quartz;

namespace CustomerRegister.Web.Jobs;

/// <summary>Takes in long files that were confirmed, one after the other, whatever ended the process that was at it.</summary>
[DisallowConcurrentExecution]
public sealed class RunConfirmedImportsJob(RunConfirmedImport confirmed, UploadFolder uploads) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await Run(cancellationToken);

    public async Task Run(CancellationToken ct)
    {
        while (await confirmed.Next(ct) is { } import)
        {
            await using var file = uploads.Open(import.Id);
            var outcome = await confirmed.Run(import, file, new ProgressFile(uploads, import.Id), ct);
            if (outcome.Succeeded)
                uploads.Delete(import.Id);
        }
    }

    /// <summary>Beside the upload, where every process that shows pages sees it: a long transaction would hide it in the database.</summary>
    private sealed class ProgressFile(UploadFolder uploads, ImportId import) : IProgress<ImportProgress>
    {
        private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
        private long last;

        public void Report(ImportProgress value)
        {
            if (last != 0 && System.Diagnostics.Stopwatch.GetElapsedTime(last) < Often)
                return;
            last = System.Diagnostics.Stopwatch.GetTimestamp();
            uploads.Note(import, value);
        }
    }
}
