using System.CommandLine;

namespace CustomerRegister.Web.Cli;

internal static class MigrateCommand
{
    public static Command Make(IServiceProvider services)
    {
        var command = new Command("migrate", "Brings the database to this version's form. Safe to run twice, and from two places at once.");
        command.SetAction(async (_, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.MigrateRegister(ct);
            Console.WriteLine("The database is up to date.");
            return 0;
        });
        return command;
    }
}
