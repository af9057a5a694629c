using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Cli;

/// <summary>Retention runs from the command line, under the same rules of two persons as on the pages.</summary>
public static class RetentionCommand
{
    internal const int Done = 0, Refused = 2, WaitsForApproval = 3, NotFinished = 4, DiskFull = 5;

    // As often as the schedule would look.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Make(IServiceProvider services) => new("retention", "Erases customers whose retention period is over: preview, prepare, approve (by another person), run, and what belongs to it. Exits with 0 when done, 2 when refused, 3 when a run waits for approval (status), 4 when a run is not finished (status, run), 5 when the disk is full (run).")
    {
        Preview(services),
        Prepare(services),
        Approve(services),
        CarryOut(services),
        RetentionFollowCommands.SendBack(services),
        RetentionFollowCommands.Pause(services),
        RetentionFollowCommands.Resume(services),
        RetentionFollowCommands.Status(services),
        RetentionFollowCommands.Report(services),
    };

    private static Command Preview(IServiceProvider services)
    {
        var (asOf, rule, json) = (AsOf(), Rule(), AsJson());
        var command = new Command("preview", "Computes what a run would do, and writes nothing.") { asOf, rule, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var day = parsed.GetValue(asOf) ?? scope.ServiceProvider.GetRequiredService<TimeProvider>().Today();
            var forecast = await scope.ServiceProvider.GetRequiredService<PreviewRetention>().Run(day, parsed.GetValue(rule), ct);
            var words = $"As of {Day(day)}: {forecast.Due} due, {forecast.Erased} would be erased, {forecast.Kept} kept."
                + string.Concat(forecast.Grounds.Select(g => $"\n  kept on {g.Key}: {g.Value}"));
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(Figures.Of(forecast), Json) : words);
            return Done;
        });
        return command;
    }

    private static Command Prepare(IServiceProvider services)
    {
        var (asOf, rule, by, json) = (AsOf(), Rule(), By("Who prepares the run."), AsJson());
        var command = new Command("prepare", "Prepares a run: the list of all who are due, for a second person to approve.") { asOf, rule, by, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var (actor, refusal) = await NamedStaff.Find(scope.ServiceProvider, parsed.GetRequiredValue(by), Permission.PrepareRetention, ct);
            if (actor is null)
                return await Refuse(parsed, refusal!);
            var day = parsed.GetValue(asOf) ?? scope.ServiceProvider.GetRequiredService<TimeProvider>().Today();
            var outcome = await scope.ServiceProvider.GetRequiredService<PrepareRetentionRun>().Run(new PrepareRetentionRunCommand(day, parsed.GetValue(rule)), actor, ct);
            return outcome.Succeeded
                ? await Report(scope.ServiceProvider, parsed, outcome.Value, parsed.GetValue(json), ct)
                : await Refuse(parsed, outcome.Refusal switch
                {
                    PrepareRetentionRunRefusal.AsOfInFuture => "The day lies in the future. Only a preview can look ahead.",
                    PrepareRetentionRunRefusal.NobodyIsDue => $"Nobody is due as of {Day(day)}.",
                    _ => "Another run is open. Carry it out or discard it first.",
                });
        });
        return command;
    }

    private static Command Approve(IServiceProvider services)
    {
        var (number, by, json) = (Number(), By("Who approves: someone other than who prepared the run."), AsJson());
        var hash = new Option<string?>("--list") { Description = "The hash of the list that is approved, as shown by prepare. Default: the list as it stands." };
        var command = new Command("approve", "Approves the list of a prepared run.") { number, by, hash, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var (actor, refusal) = await NamedStaff.Find(scope.ServiceProvider, parsed.GetRequiredValue(by), Permission.ApproveRetention, ct);
            if (actor is null)
                return await Refuse(parsed, refusal!);
            if (await Find(scope.ServiceProvider, parsed.GetRequiredValue(number), ct) is not { } run)
                return await Refuse(parsed, "There is no run with that number.");
            var outcome = await scope.ServiceProvider.GetRequiredService<ApproveRetentionRun>()
                .Run(new ApproveRetentionRunCommand(run.Id, parsed.GetValue(hash) ?? run.ListHash), actor, ct);
            return outcome.Succeeded
                ? await Report(scope.ServiceProvider, parsed, outcome.Value, parsed.GetValue(json), ct)
                : await Refuse(parsed, outcome.Refusal switch
                {
                    ApproveRetentionRunRefusal.SamePerson => "Whoever prepared the run cannot approve it.",
                    ApproveRetentionRunRefusal.ListChanged => "The list is not the one that was named. Discard the run and prepare it again.",
                    _ => $"The run is not waiting for approval: it is {run.State}.",
                });
        });
        return command;
    }

    private static Command CarryOut(IServiceProvider services)
    {
        var (number, json) = (Number(), AsJson());
        var command = new Command("run", "Carries out an approved run, or goes on with one that was interrupted.") { number, json };
        command.SetAction(async (parsed, ct) =>
        {
            while (true)
            {
                try
                {
                    return await CarryOutOnce(services, parsed, parsed.GetRequiredValue(number), parsed.GetValue(json), ct);
                }
                catch (Exception failure) when (DatabaseTroubles.TroubleOf(failure) == DatabaseTrouble.Gone)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync("The database does not answer. The run goes on where it stopped as soon as it does.");
                    await Task.Delay(Patience, ct);
                }
                catch (Exception failure) when (DatabaseTroubles.TroubleOf(failure) == DatabaseTrouble.DiskFull)
                {
                    await parsed.InvocationConfiguration.Error.WriteLineAsync("The database has no room left on its disk. Nothing is lost: make room and give the same command again.");
                    return DiskFull;
                }
            }
        });
        return command;
    }

    private static async Task<int> CarryOutOnce(IServiceProvider services, ParseResult parsed, long number, bool asJson, CancellationToken ct)
    {
        // A context that has met a broken connection is not used again.
        await using var scope = services.CreateAsyncScope();
        var actor = Actor.System("command-line", "retention");
        if (await Find(scope.ServiceProvider, number, ct) is not { } run)
            return await Refuse(parsed, "There is no run with that number.");
        if (run.State == RetentionRunState.Approved
            && await scope.ServiceProvider.GetRequiredService<StartRetentionRun>().Run(run.Id, actor, ct) is { Succeeded: false, Refusal: StartRetentionRunRefusal.ListChanged })
            return await Refuse(parsed, "The list is not the one that was approved: it was changed in the database. Discard the run and find out by whom.");
        var outcome = await scope.ServiceProvider.GetRequiredService<CarryOutRetentionRun>().Run(run.Id, actor, ct);
        if (!outcome.Succeeded)
        {
            return await Refuse(parsed, run.State switch
            {
                RetentionRunState.Preparing or RetentionRunState.Prepared => "The run is not approved. A second person approves it first: retention approve.",
                RetentionRunState.Finished => "The run has been carried out already.",
                RetentionRunState.Discarded => "The run was discarded.",
                RetentionRunState.Paused => "The run is paused. Somebody resumes it first: retention resume.",
                _ => "The run ended meanwhile.",
            });
        }

        await Report(scope.ServiceProvider, parsed, outcome.Value, asJson, ct);
        return outcome.Value.State == RetentionRunState.Finished ? Done : NotFinished;
    }

    private static Option<DateOnly?> AsOf() => new("--as-of")
    {
        Description = "The day on which the retention period must be over, yyyy-MM-dd. Default: today.",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens.Count == 1 ? result.Tokens[0].Value : "", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            result.AddError("--as-of is a day in the form yyyy-MM-dd.");
            return null;
        },
    };

    private static Option<RetentionRule?> Rule() => new("--rule")
    {
        Description = $"One rule alone: {string.Join(", ", Enum.GetValues<RetentionRule>())}. Default: all that need approval.",
        CustomParser = result =>
        {
            if (result.Tokens.Count == 1 && Enum.TryParse<RetentionRule>(result.Tokens[0].Value, ignoreCase: true, out var rule) && Enum.IsDefined(rule))
                return rule;
            result.AddError($"--rule is one of {string.Join(", ", Enum.GetValues<RetentionRule>())}.");
            return null;
        },
    };

    internal static Option<bool> AsJson() => new("--json") { Description = "Prints the result as JSON." };

    internal static Option<string> By(string description) => new("--by") { Description = $"{description} The e-mail address of a member of staff.", Required = true };

    internal static Argument<long> Number() => new("number") { Description = "The number of the run." };

    internal static Task<RetentionRun?> Find(IServiceProvider services, long number, CancellationToken ct) =>
        services.GetRequiredService<RegisterContext>().RetentionRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Number == number, ct);

    internal static async Task<int> Report(IServiceProvider services, ParseResult parsed, RetentionRun run, bool asJson, CancellationToken ct)
    {
        var counts = await services.GetRequiredService<CountRetentionRun>().Run(run.Id, ct);
        var finished = run.State == RetentionRunState.Finished;
        var figures = Figures.Of(run, finished ? counts.Done : counts.Planned);
        var words = $"Run {run.Number} as of {Day(run.AsOf)} is {run.State}: {figures.Due} due, {figures.Erased} {(finished ? "erased" : "to be erased")}, {figures.Kept} kept"
            + (figures.NoLongerDue > 0 ? $", {figures.NoLongerDue} no longer due" : "") + "."
            + string.Concat(figures.Grounds.Select(g => $"\n  kept on {g.Key}: {g.Value}"))
            + $"\nList {run.ListHash}";
        await parsed.InvocationConfiguration.Output.WriteLineAsync(asJson ? JsonSerializer.Serialize(figures, Json) : words);
        return Done;
    }

    internal static async Task<int> Refuse(ParseResult parsed, string because)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync(because);
        return Refused;
    }

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What <c>--json</c> prints.</summary>
    private sealed record Figures(long? Run, string? State, string AsOf, int Due, int Erased, int Kept, int NoLongerDue, IReadOnlyDictionary<string, int> Grounds, string? List)
    {
        public static Figures Of(RetentionForecast f) => new(null, null, Day(f.AsOf), f.Due, f.Erased, f.Kept, 0, Named(f.Grounds), null);

        public static Figures Of(RetentionRun run, OutcomeCounts counts) => new(run.Number, run.State.ToString(), Day(run.AsOf), counts.People,
            counts.Of(RunOutcome.Erased), counts.Of(RunOutcome.Kept), counts.Of(RunOutcome.NoLongerDue), Named(counts.Grounds), run.ListHash);

        private static Dictionary<string, int> Named(IReadOnlyDictionary<GroundKind, int> grounds) => grounds.ToDictionary(g => g.Key.ToString(), g => g.Value);
    }
}
