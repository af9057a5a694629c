using System.CommandLine;
using System.Globalization;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Cli;

internal static class UndoImportCommand
{
    private const int Done = 0, Refused = 1, MostListed = 20;

    public static Command Make(IServiceProvider services)
    {
        var id = new Argument<Guid?>("import") { Description = "The import's key. Without it, the latest imports that could be undone are listed.", Arity = ArgumentArity.ZeroOrOne };
        var by = new Option<string?>("--by") { Description = "Who undoes it. The e-mail address of a member of staff." };
        var command = new Command("undo-import", "Takes out again all that an import brought, while nothing has been built on it. Exits with 1 if it was not undone.") { id, by };
        command.SetAction(async (parsed, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(id) is not { } import)
            {
                var imports = await scope.ServiceProvider.GetRequiredService<RegisterContext>().Imports.AsNoTracking()
                    .Where(i => i.State == ImportState.Finished).OrderByDescending(i => i.StartedAt).Take(MostListed).ToListAsync(ct);
                foreach (var i in imports)
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i.Id.Value}  {i.FinishedAt:yyyy-MM-dd HH:mm}  {i.Kind} from {i.Source}: {i.Imported} imported"));
                return Done;
            }

            var (actor, refusal) = await NamedStaff.Find(scope.ServiceProvider, parsed.GetValue(by) ?? "", Permission.ImportData, ct);
            if (actor is null)
            {
                await error.WriteLineAsync(parsed.GetValue(by) is null ? "Say who undoes it: --by." : refusal);
                return Refused;
            }

            var (outcome, builtOn) = await scope.ServiceProvider.GetRequiredService<UndoImport>().Run(new(import), actor.For("import"), ct);
            if (outcome.Succeeded)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Undone: {outcome.Value.Imported} rows of {outcome.Value.Kind} from {outcome.Value.Source}."));
                return Done;
            }

            await error.WriteLineAsync(builtOn is null
                ? "There is no such finished import."
                : string.Create(CultureInfo.InvariantCulture, $"Something has been built on it: {builtOn.Customers} customers, {builtOn.Organisations} organisations, {builtOn.Orders} orders, {builtOn.Proposals} accepted proposals."));
            return Refused;
        });
        return command;
    }
}
