using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CustomerRegister.Audit;

namespace CustomerRegister.Web.Cli;

/// <summary>The audit log from the command line.</summary>
public static class AuditCommand
{
    private const int Unbroken = 0, Broken = 3;

    private static readonly Actor CommandLine = Actor.System("command-line", "data-protection");

    public static Command Make(IServiceProvider services)
    {
        var json = RetentionCommand.AsJson();
        var verify = new Command("verify", "Verifies that no entry was changed, removed or slipped in since it was sealed. Exits with 0 when the log is unbroken, 3 when it is broken.") { json };
        verify.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var found = await scope.ServiceProvider.GetRequiredService<VerifyAuditLog>().Run(CommandLine, ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(Findings.Of(found), RetentionCommand.Json) : Words(found));
            return found.IsUnbroken ? Unbroken : Broken;
        });
        return new Command("audit", "The audit log and the seals that show whether it is as it was written.") { verify };
    }

    private static string Words(AuditVerification found) => string.Join('\n', (string[])
    [
        string.Create(CultureInfo.InvariantCulture, $"{(found.IsUnbroken ? "Unbroken" : $"Broken in {found.Faults} places")}: {found.Seals} seals over {found.Entries} entries."),
        .. found.Findings.Select(f => string.Create(CultureInfo.InvariantCulture, $"  seal {f.Seal}: {f.Fault}{(f.From is { } from ? $", {from:u} to {f.Until:u}" : "")}")),
        .. found.LastSeal == 0 ? (string[])[] : [string.Create(CultureInfo.InvariantCulture, $"Seal {found.LastSeal}: {found.LastHash}")],
    ]);

    /// <summary>What <c>--json</c> prints.</summary>
    private sealed record Findings(bool Unbroken, long Seals, long Entries, int Faults, IReadOnlyList<Finding> Found, long LastSeal, string LastHash)
    {
        public static Findings Of(AuditVerification found) =>
            new(found.IsUnbroken, found.Seals, found.Entries, found.Faults, [.. found.Findings.Select(f => new Finding(f.Seal, f.Fault.ToString(), f.From, f.Until))], found.LastSeal, found.LastHash);
    }

    private sealed record Finding(long Seal, string Fault, DateTime? From, DateTime? Until);
}
