using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>
/// Forgotten means forgotten: a person with words that stand nowhere else goes through the register's screens, and after their erasure those words are in no table, no byte of the embedded
/// database, no file of the data folder and no line of the log.
/// </summary>
[Clause("N42")]
[Clause("N19")]
public abstract class ForgottenEverywhereTests(Engine engine) : RetentionTest(engine)
{
    private const string Email = "qvirre@zyxelqvist.example";
    private const string Phone = "+358457776665";

    // Folded, so that the search text is meant too.
    private static readonly string[] Marks =
    [
        "qvirinus", "zyxelqvist", "zyxelkvist", Phone, Phone[1..], "0457776665", "vuorenpeikonkuja", "karsivallinen", "kärsivällinen", "salaperainen", "salaperäinen", "perintokalleus", "perintökalleus", "tuntematonkatu",
    ];

    [Fact]
    public async Task After_the_screens_and_the_erasure_no_word_of_the_person_is_left_anywhere()
    {
        var other = await Given.Customer("Toinen", "Henkilönen", "toinen@esimerkki.example");
        var id = await Registered();
        await Searched();
        await Imported();
        await Merged(id);
        await Ordered(id);
        var request = await Asked(id);
        await App.MailsTo(Email);
        // Before, they are there to be found.
        Assert.NotEmpty(await Found());
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));
        await App.MailsTo(Email);

        Assert.Empty(await Found());
        App.Log.HoldsNone(Marks);
        Assert.Equal(RequestedErasureState.Done, (await App.Stored(db => db.RequestedErasures.SingleAsync(e => e.RequestId == request, Ct))).State);
        Assert.Equal(other.Id, await App.Stored(db => db.Customers.Select(c => c.Id).SingleAsync(Ct)));
    }

    private async Task<CustomerId> Registered()
    {
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/customers/new");
        await staff.Submit("main form", ("Input.FirstName", "Qvirinus"), ("Input.LastName", "Zyxelqvist"), ("Input.Email", Email), ("Input.Phones[0].Number", "045 777 6665"),
            ("Input.Website", "https://zyxelqvist.example/"), ("Input.Addresses[0].Street", "Vuorenpeikonkuja 77"), ("Input.Addresses[0].PostalCode", "00100"), ("Input.Addresses[0].City", "Helsinki"),
            ("Input.Note", "Kärsivällinen asiakas"));
        Assert.StartsWith("/staff/customers/", staff.Address, StringComparison.Ordinal);
        var id = await App.Stored(db => db.Customers.Where(c => c.Email != null && c.LastName == "Zyxelqvist").Select(c => c.Id).SingleAsync(Ct));
        await staff.Get($"/staff/customers/{id.Value}");
        return id;
    }

    private async Task Searched()
    {
        var staff = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await staff.Get("/staff/customers");
        foreach (var words in (string[])["Zyxelqvist", Email, "045 777 6665", "Vuorenpeikonkuja"])
            await staff.Get($"/staff/search?words={Uri.EscapeDataString(words)}");
    }

    /// <summary>A file with a row that is rejected although the person is in it, and an update file with a new address.</summary>
    private async Task Imported()
    {
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/imports");
        await staff.Upload("main form", "CsvFile", "vanha.csv", Encoding.UTF8.GetBytes("id,first name,last name,email\n1,Qvirinus,Zyxelqvist,ei osoite\n2,Muu,Muunen,muu@esimerkki.example\n"), ("Kind", "Customers"), ("Source", "vanha"));
        await staff.Press("Tuo rekisteriin");
        Assert.True(await App.Stored(db => db.RejectedRows.AnyAsync(r => !r.IsHeading, Ct)));
        await App.Use(async (RegisterContext db) =>
        {
            await db.Customers.Where(c => c.LastName == "Muunen").ExecuteDeleteAsync(Ct);
            return 0;
        });
    }

    private async Task Merged(CustomerId id)
    {
        var gone = await Given.Customer("Qvirinus", "Zyxelkvist");
        var officer = await Officer();
        var kept = MergeSide.Kept;
        var version = await App.Stored(db => db.Customers.Where(c => c.Id == id).Select(c => c.Version).SingleAsync(Ct));
        var phones = await App.Stored(db => db.CustomerPhones.Where(p => p.CustomerId == id).Select(p => p.Id).ToListAsync(Ct));
        var addresses = await App.Stored(db => db.CustomerAddresses.Where(p => p.CustomerId == id).Select(p => p.Id).ToListAsync(Ct));
        var outcome = await App.Use((MergeCustomers merge) => merge.Run(new(id, version, gone.Id, gone.Version, new(kept, kept, kept, kept, kept, kept, phones, addresses)), officer, Ct));
        Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
    }

    private Task<int> Ordered(CustomerId id) => Arrange(async db =>
    {
        var order = Order.Place(EntityKey.New<OrderId>(App.Clock), await db.TakeNumber(NumberSeries.Orders, Ct), id, null, Today, "EUR", 0, "perintökalleus-1");
        order.AddLine("Chai", 18, 2, 0, 0.255m);
        order.DeliverTo("Qvirinus Zyxelqvist", PostalAddress.Create("Tuntematonkatu 9", "00100", "Helsinki"), null);
        db.Add(order);
        return 0;
    });

    /// <summary>Enters the portal, signs an access request and an erasure request with the person's own words, and gets both granted: the package holds everything once more.</summary>
    private async Task<RequestId> Asked(CustomerId id)
    {
        var customer = await App.Stored(db => db.Customers.AsNoTracking().SingleAsync(c => c.Id == id, Ct));
        using var portal = await App.Entered(customer);
        await portal.Get("/my");
        foreach (var type in (string[])["access", "erasure"])
        {
            await portal.Get($"/my/requests/new/{type}");
            await portal.Submit("main form", ("Input.Name", "Qvirinus Zyxelqvist"), ("Input.Message", "Salaperäinen viesti"), ("Input.Agreed", "true"));
        }

        var requests = await App.Stored(db => db.Requests.AsNoTracking().OrderBy(r => r.Number).ToListAsync(Ct));
        Assert.Equal([RequestType.Access, RequestType.Erasure], requests.Select(r => r.Type));
        foreach (var request in requests)
        {
            if (request.State != RequestState.InHand)
                await App.Use((ConfirmIdentity confirm) => confirm.Run(new(request.Id, IdentityMethod.PortalSignIn), CustomerRegister.Audit.Actor.System("test", "arranging"), Ct));
            var outcome = await App.Decide(request.Id, grant: true, "Kärsivällinen Qvirinus Zyxelqvist");
            Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        }

        Assert.Equal(1, await App.Stored(db => db.DataPackages.CountAsync(Ct)));
        return requests[1].Id;
    }

    /// <summary>The marks that stand somewhere, with the place.</summary>
    private async Task<List<string>> Found()
    {
        var stored = await App.Use(async (RegisterContext db) =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            return await MarkedPerson.EverythingStored(db);
        });
        List<string> found = [.. Marks.Where(mark => stored.Any(value => value.Contains(mark, StringComparison.OrdinalIgnoreCase))).Select(mark => $"{mark} in a table")];
        foreach (var file in await Files())
        {
            var bytes = await Bytes(file);
            // Text lies in UTF-8; Latin-1 shows every byte as it is.
            found.AddRange(Marks.Where(mark => bytes.Contains(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(mark)), StringComparison.OrdinalIgnoreCase)).Select(mark => $"{mark} in {Path.GetFileName(file)}"));
        }

        return found;
    }

    /// <summary>Every file of the data folder, and those of the embedded database with its log.</summary>
    private async Task<IReadOnlyList<string>> Files()
    {
        List<string> files = [.. Directory.EnumerateFiles(App.DataFolder, "*", SearchOption.AllDirectories)];
        if (Engine == Engine.Sqlite)
        {
            await App.Use((RegisterContext db) => db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", Ct));
            var path = new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource;
            files.AddRange(((string[])[path, $"{path}-wal"]).Where(File.Exists));
        }

        return files;
    }

    private static async Task<string> Bytes(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, Ct);
        return Encoding.Latin1.GetString(memory.ToArray());
    }

    public sealed class OnSqlite() : ForgottenEverywhereTests(Engine.Sqlite);

    public sealed class OnPostgres() : ForgottenEverywhereTests(Engine.Postgres);
}
