using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Imports;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Retention;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>Files that wait and files that were taken in, proposals, somebody forgotten who is in a file again, and a package of another controller.</summary>
internal sealed class ImportsArranged(TestApp app) : Arrangement(app)
{
    /// <param name="everything">Whose package is brought.</param>
    public async Task<IReadOnlyList<string>> Addresses(CustomerId everything)
    {
        var key = App.Services.GetRequiredService<SuppressionKey>();
        await Save(db => Task.FromResult(db.Add(Suppression.Of(key.Of(EmailAddress.Parse("olli@example.fi")), SuppressionCause.Request, Today))));
        var people = await Imported("id,name,address,postal code,city,email\n1,Aino Aalto,Kotitie 1,00100,Helsinki,\n2,Olli Otso,Metsätie 2,33100,Tampere,olli@example.fi\n3,,,,,\n", ImportKind.Customers, SourceKind.Controller);
        var updates = await Imported("old name,old address,new name,new address,new postal code,new city\nAino Aalto,Kotitie 1,Aino Berg,Uusikatu 9,00200,Helsinki\n", ImportKind.Updates, SourceKind.Authority);
        var waiting = await Kept("id,name,email\n4,Pekka Pelto,pekka@example.fi\n"u8.ToArray(), file => Done((PrepareImport prepare) => prepare.Run(new(ImportKind.Customers, "northwind", SourceKind.Controller), file, Arranging, default)));
        var content = await App.PortabilityOf(everything);
        var document = await PortabilityGiven.Read(content);
        var package = await Kept(content, _ => App.Use((PreparePackage prepare) => prepare.Run(document, Arranging, default)));
        return
        [
            $"/staff/imports/{people.Value}", $"/staff/imports/{updates.Value}", $"/staff/imports/{waiting.Value}", $"/staff/imports/{updates.Value}/proposals", $"/staff/packages/{package.Value}",
        ];
    }

    private async Task<ImportId> Imported(string file, ImportKind kind, SourceKind source)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(file));
        var import = await Done((PrepareImport prepare) => prepare.Run(new(kind, "northwind", source), content, Arranging, default));
        await Done((ImportFile take) => take.Run(new(import.Id, ImportMapping.Guess(kind, file.Split('\n')[0].Split(','))), new MemoryStream(Encoding.UTF8.GetBytes(file)), Arranging, default));
        return import.Id;
    }

    private async Task<ImportId> Kept(byte[] file, Func<Stream, Task<Import>> prepare)
    {
        var import = await prepare(new MemoryStream(file));
        await App.Services.GetRequiredService<UploadFolder>().Keep(import.Id, new MemoryStream(file), default);
        return import.Id;
    }
}
