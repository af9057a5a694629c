using System.CommandLine;
using CustomerRegister.Statistics;

namespace CustomerRegister.Web.Cli;

internal static class StatisticsCommand
{
    public static Command Make(IServiceProvider services)
    {
        var command = new Command("statistics", "Counts the statistics anew, as every night.");
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var lines = await scope.ServiceProvider.GetRequiredService<CountStatistics>().Run(ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"Counted: {lines} lines to show.");
            return 0;
        });
        return command;
    }
}
