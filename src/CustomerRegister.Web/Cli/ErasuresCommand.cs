using System.CommandLine;
using CustomerRegister.Retention;

namespace CustomerRegister.Web.Cli;

/// <summary>The erasure ledger from the command line.</summary>
internal static class ErasuresCommand
{
    public static Command Make(IServiceProvider services)
    {
        var replay = new Command("replay", "Erases again whoever a restored backup has brought back. Every start of the register does the same by itself.");
        replay.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.MigrateRegister(ct);
            var done = await scope.ServiceProvider.GetRequiredService<ReplayErasures>().Run(ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(Words(done));
            return 0;
        });
        return new Command("erasures", "The ledger of erasures, which is kept outside the database.") { replay };
    }

    internal static string Words(ReplayedErasures done) => done.Entries == 0
        ? "The database knows every erasure in the ledger."
        : $"The database did not know {done.Entries} of the ledger's entries: {done.People} people were erased again.";
}
