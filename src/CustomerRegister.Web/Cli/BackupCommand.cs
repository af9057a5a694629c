using System.CommandLine;
using CustomerRegister.Web.Data;

namespace CustomerRegister.Web.Cli;

internal static class BackupCommand
{
    private const int Done = 0, Refused = 2;

    public static Command Make(IServiceProvider services)
    {
        var file = new Argument<FileInfo>("file") { Description = "Where the copy goes; there must be no such file yet." };
        var command = new Command("backup", "Copies the embedded database while the register runs, and verifies the copy. PostgreSQL has tools of its own.") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var output = parsed.InvocationConfiguration;
            var settings = services.GetRequiredService<DatabaseSettings>();
            var target = parsed.GetValue(file)!;
            if (settings.Provider != DatabaseProvider.Sqlite)
            {
                await output.Error.WriteLineAsync("Only the embedded database is copied here. Back PostgreSQL up with pg_dump or pg_basebackup.");
                return Refused;
            }

            if (target.Exists)
            {
                await output.Error.WriteLineAsync("There is such a file already.");
                return Refused;
            }

            var (tables, rows) = await SqliteBackup.Make(settings.ConnectionString, target.FullName, ct);
            await output.Output.WriteLineAsync(FormattableString.Invariant($"{target.FullName}: {tables} tables, {rows} rows, intact."));
            return Done;
        });
        return command;
    }
}
