using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Cli;

/// <summary>What is done with a run beside approving and carrying it out: sent back, paused, resumed, looked at, reported.</summary>
internal static class RetentionFollowCommands
{
    public static Command SendBack(IServiceProvider services)
    {
        var (number, by, json) = (RetentionCommand.Number(), RetentionCommand.By("Who sends it back: someone other than who prepared the run."), RetentionCommand.AsJson());
        var reason = new Option<string>("--reason") { Description = "What is wrong with the list; no names.", Required = true };
        var command = new Command("send-back", "Refuses the list of a prepared run. Nothing is erased, and the list goes.") { number, by, reason, json };
        command.SetAction((parsed, ct) => Act(services, parsed, parsed.GetRequiredValue(number), parsed.GetRequiredValue(by), Permission.ApproveRetention, parsed.GetValue(json), async (scope, run, actor) =>
        {
            var outcome = await scope.GetRequiredService<SendBackRetentionRun>().Run(new(run.Id, parsed.GetRequiredValue(reason)), actor, ct);
            return (outcome.Value, outcome.Refusal switch
            {
                null => null,
                SendBackRetentionRunRefusal.SamePerson => "Whoever prepared the run discards it instead.",
                SendBackRetentionRunRefusal.ReasonMissing => "Say what is wrong with the list: --reason.",
                SendBackRetentionRunRefusal.ReasonTooLong => $"The reason has at most {RetentionRun.MaxReasonLength} characters.",
                _ => $"The run is not waiting for approval: it is {run.State}.",
            });
        }, ct));
        return command;
    }

    public static Command Pause(IServiceProvider services)
    {
        var (number, by, json) = (RetentionCommand.Number(), RetentionCommand.By("Who pauses the run."), RetentionCommand.AsJson());
        var command = new Command("pause", "Stops a run after the batch that is being carried out.") { number, by, json };
        command.SetAction((parsed, ct) => Act(services, parsed, parsed.GetRequiredValue(number), parsed.GetRequiredValue(by), Permission.PrepareRetention, parsed.GetValue(json), async (scope, run, actor) =>
            await scope.GetRequiredService<PauseRetentionRun>().Run(run.Id, actor, ct) is { Succeeded: true, Value: var paused } ? (paused, null) : (null, $"The run is not under way: it is {run.State}."), ct));
        return command;
    }

    public static Command Resume(IServiceProvider services)
    {
        var (number, by, json) = (RetentionCommand.Number(), RetentionCommand.By("Who resumes the run."), RetentionCommand.AsJson());
        var command = new Command("resume", "Lets a paused run go on: the schedule takes it up, or retention run.") { number, by, json };
        command.SetAction((parsed, ct) => Act(services, parsed, parsed.GetRequiredValue(number), parsed.GetRequiredValue(by), Permission.PrepareRetention, parsed.GetValue(json), async (scope, run, actor) =>
            await scope.GetRequiredService<ResumeRetentionRun>().Run(run.Id, actor, ct) is { Succeeded: true, Value: var resumed } ? (resumed, null) : (null, $"The run is not paused: it is {run.State}."), ct));
        return command;
    }

    public static Command Status(IServiceProvider services)
    {
        var number = new Argument<long?>("number") { Description = "The number of a run. Default: the one that is open.", Arity = ArgumentArity.ZeroOrOne };
        var json = RetentionCommand.AsJson();
        var command = new Command("status", "Says how far a run is. Exits with 0 when no run is open or the run is over, 3 when it waits for approval, 4 when it is otherwise not finished.") { number, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var runs = scope.ServiceProvider.GetRequiredService<RegisterContext>().RetentionRuns.AsNoTracking();
            var asked = parsed.GetValue(number);
            var run = asked is { } one
                ? await runs.SingleOrDefaultAsync(r => r.Number == one, ct)
                : await runs.SingleOrDefaultAsync(r => r.State != RetentionRunState.Finished && r.State != RetentionRunState.Discarded, ct);
            if (run is null && asked is not null)
                return await RetentionCommand.Refuse(parsed, "There is no run with that number.");
            var output = parsed.InvocationConfiguration.Output;
            if (run is null)
            {
                await output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(new { Run = (long?)null, State = (string?)null }, RetentionCommand.Json) : "No run is open.");
                return RetentionCommand.Done;
            }

            var counts = await scope.ServiceProvider.GetRequiredService<CountRetentionRun>().Run(run.Id, ct);
            await output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { Run = run.Number, State = run.State.ToString(), AsOf = RetentionCommand.Day(run.AsOf), People = counts.Planned.People, Done = counts.Done.People }, RetentionCommand.Json)
                : $"Run {run.Number} as of {RetentionCommand.Day(run.AsOf)} is {run.State}: {counts.Done.People} of {counts.Planned.People} done.");
            return run.State switch
            {
                RetentionRunState.Prepared => RetentionCommand.WaitsForApproval,
                RetentionRunState.Finished or RetentionRunState.Discarded => RetentionCommand.Done,
                _ => RetentionCommand.NotFinished,
            };
        });
        return command;
    }

    public static Command Report(IServiceProvider services)
    {
        var (number, json) = (RetentionCommand.Number(), RetentionCommand.AsJson());
        var command = new Command("report", "Reports a finished run: figures, grounds, who prepared and approved it, the list's hash, how long it took.") { number, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            if (await RetentionCommand.Find(scope.ServiceProvider, parsed.GetRequiredValue(number), ct) is not { } run)
                return await RetentionCommand.Refuse(parsed, "There is no run with that number.");
            if (run is not { State: RetentionRunState.Finished, StartedAt: { } started, FinishedAt: { } finished })
                return await RetentionCommand.Refuse(parsed, $"The run is not finished: it is {run.State}.");
            var counts = await scope.ServiceProvider.GetRequiredService<CountRetentionRun>().Run(run.Id, ct);
            var staff = scope.ServiceProvider.GetRequiredService<RegisterContext>().Users.AsNoTracking();
            var report = new RunReport(
                run.Number, RetentionCommand.Day(run.AsOf), Outcomes(counts.Planned), Outcomes(counts.Done), counts.Done.Grounds.ToDictionary(g => g.Key.ToString(), g => g.Value), counts.Changed,
                await staff.Where(u => u.Id == run.PreparedBy).Select(u => u.FullName).SingleOrDefaultAsync(ct),
                await staff.Where(u => u.Id == run.ApprovedBy).Select(u => u.FullName).SingleOrDefaultAsync(ct),
                run.ListHash, started, finished, (finished - started).TotalSeconds);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(report, RetentionCommand.Json) : report.InWords());
            return RetentionCommand.Done;
        });
        return command;
    }

    private static async Task<int> Act(
        IServiceProvider services, ParseResult parsed, long number, string by, Permission permission, bool asJson,
        Func<IServiceProvider, RetentionRun, Actor, Task<(RetentionRun? Run, string? Refusal)>> act, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var (actor, refusal) = await NamedStaff.Find(scope.ServiceProvider, by, permission, ct);
        if (actor is null)
            return await RetentionCommand.Refuse(parsed, refusal!);
        if (await RetentionCommand.Find(scope.ServiceProvider, number, ct) is not { } found)
            return await RetentionCommand.Refuse(parsed, "There is no run with that number.");
        var (run, because) = await act(scope.ServiceProvider, found, actor);
        return run is null ? await RetentionCommand.Refuse(parsed, because!) : await RetentionCommand.Report(scope.ServiceProvider, parsed, run, asJson, ct);
    }

    private static Dictionary<string, int> Outcomes(OutcomeCounts counts) => Enum.GetValues<RunOutcome>().ToDictionary(o => o.ToString(), counts.Of);

    /// <summary>What <c>--json</c> prints.</summary>
    /// <param name="Changed">With how many it went otherwise than the list foresaw.</param>
    private sealed record RunReport(
        long Run, string AsOf, IReadOnlyDictionary<string, int> Planned, IReadOnlyDictionary<string, int> Done, IReadOnlyDictionary<string, int> Grounds, int Changed,
        string? PreparedBy, string? ApprovedBy, string List, DateTime StartedAt, DateTime FinishedAt, double Seconds)
    {
        public string InWords() => string.Join('\n', (string[])
        [
            $"Run {Run} as of {AsOf}",
            $"  prepared by {PreparedBy ?? "the program"}, approved by {ApprovedBy}",
            .. Planned.Select(p => $"  {p.Key}: {p.Value} planned, {Done[p.Key]} done"),
            .. Grounds.Select(g => $"  kept on {g.Key}: {g.Value}"),
            $"  otherwise than planned: {Changed}",
            string.Create(CultureInfo.InvariantCulture, $"  started {StartedAt:yyyy-MM-dd HH:mm:ss}Z, finished {FinishedAt:yyyy-MM-dd HH:mm:ss}Z, {Seconds:0.0} s"),
            $"List {List}",
        ]);
    }
}
