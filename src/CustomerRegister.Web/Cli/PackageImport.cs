using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Web.Pages.Staff.Portability;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Cli;

/// <summary><c>import --portability</c>: takes in the package that a person brings from another controller.</summary>
internal static class PackageImport
{
    private const int Taken = 0, Refused = 1, NotRead = 2;

    public static async Task<int> Run(
        IServiceProvider services, FileInfo file, bool despiteDuplicates, ReturnReason? returnReason, bool withHistory, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            await using var package = file.OpenRead();
            var read = await ReadPackage.From(package, ct);
            if (read.Problem is { } problem)
            {
                await error.WriteLineAsync(problem.InWords(services.GetRequiredService<IStringLocalizer<PortabilityTexts>>()));
                return NotRead;
            }

            var actor = Actor.System("import", "import");
            var takeIn = services.GetRequiredService<TakeInPackage>();
            var preview = await takeIn.Preview(read.Document!, read.Hash, actor, ct);
            // Before anything is written: an import that cannot run should not stand in the list.
            if (preview.Duplicates.Count > 0 && !despiteDuplicates)
            {
                await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"Customer {string.Join(", ", preview.Duplicates.Select(d => d.Number))} may be the same person. Look first; then say --despite-duplicates if it is another one."));
                return Refused;
            }

            if (preview.IsForgotten && returnReason is null)
            {
                await error.WriteLineAsync($"The person was erased from the register once. Say why they come back: --return-reason {string.Join('|', Enum.GetNames<ReturnReason>())}.");
                return Refused;
            }

            var import = await services.GetRequiredService<PreparePackage>().Run(read.Document!, actor, ct);
            package.Position = 0;
            var outcome = await takeIn.Run(new(import.Id, read.Hash, despiteDuplicates, returnReason, withHistory), package, actor, ct);
            if (!outcome.Succeeded)
            {
                await error.WriteLineAsync($"The package was not taken in: {outcome.Refusal}.");
                return Refused;
            }

            var number = await services.GetRequiredService<RegisterContext>().Customers.Where(c => c.Id == outcome.Value).Select(c => c.Number).SingleAsync(ct);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Customer {number} from {import.Source}, with {read.Document!.Orders.Count} orders. To take it out again: undo-import {import.Id.Value}"));
            return Taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"The file cannot be read: {e.Message}");
            return NotRead;
        }
    }
}
