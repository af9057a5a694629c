using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Disclosures;
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
        "muuttolinnunpolku", "vaellussusi", "edeltajantie", "edeltäjäntie", "+358457771112", "liitteensana", "poytalaatikko", "pöytälaatikko",
    ];

    // What was typed otherwise, or is encrypted from the beginning: it is looked for afterwards all the same.
    private static readonly string[] NeverPlain = ["karsivallinen", "salaperainen", "perintokalleus", "poytalaatikko", "0457776665", "liitteensana"];

    [Fact]
    public async Task After_the_screens_and_the_erasure_no_word_of_the_person_is_left_anywhere()
    {
        var other = await Given.Customer("Toinen", "Henkilönen", "toinen@esimerkki.example");
        var id = await ThroughTheScreens();
        var request = await Asked(id);
        await App.MailsTo(Email);
        // What no screen fills is filled from the model: a column that is added tomorrow is among them.
        var everywhere = await App.Use((RegisterContext db) => MarkedPerson.Beside(db, id, 0));
        Assert.Empty(await App.Use((RegisterContext db) => MarkedPerson.Unfilled(db, id)));
        var traces = everywhere.Marks.Where(m => m.Column.IsClearedWithRow && m.Trace is not null).ToList();
        // Before, all of it is there to be found.
        var before = await Dumped();
        Assert.Empty(Marks.Except(NeverPlain).Where(mark => !before.Holds(mark)));
        Assert.Empty(traces.Where(m => !IsIn(before, m)));
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));
        await App.MailsTo(Email);
        await App.RecipientsTold();
        await App.Use((EmptyWriteAheadLog empty) => empty.Run(Ct));

        var after = await Dumped();
        Assert.Empty(Marks.Where(after.Holds));
        Assert.Empty(traces.Where(m => IsIn(after, m)));
        Assert.Empty(await InFiles([.. Marks, .. traces.Select(m => m.Trace!).Where(t => t[0] == 'm')]));
        App.Log.HoldsNone([.. Marks, .. traces.Select(m => m.Trace!).Where(t => t[0] == 'm')]);
        Assert.Equal(RequestedErasureState.Done, (await App.Stored(db => db.RequestedErasures.SingleAsync(e => e.RequestId == request, Ct))).State);
        Assert.Equal(other.Id, await App.Stored(db => db.Customers.Select(c => c.Id).SingleAsync(Ct)));
    }

    [Fact]
    public async Task Of_one_of_whom_a_voucher_is_kept_nothing_is_left_but_its_buyer()
    {
        var id = await ThroughTheScreens();
        await Arrange(async db =>
        {
            var order = await db.Orders.Include(o => o.Lines).SingleAsync(o => o.CustomerId == id && o.Lines.Any(), Ct);
            var invoice = Invoice.Send(EntityKey.New<InvoiceId>(App.Clock), await db.TakeNumber(NumberSeries.Invoices, Ct), order, new Buyer("Qvirinus Zyxelqvist", PostalAddress.Create("Vuorenpeikonkuja 77", "00100", "Helsinki")), Language.Fi, Today, Today.AddDays(14));
            invoice.Record(PaymentKind.Payment, invoice.Total, Today, App.Clock);
            db.Add(invoice);
            return 0;
        });
        await Asked(id);
        await App.MailsTo(Email);
        App.Clock.Advance(TimeSpan.FromDays(4));

        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(Ct)));
        await App.MailsTo(Email);
        await App.Use((EmptyWriteAheadLog empty) => empty.Run(Ct));

        var after = await Dumped();
        Assert.Equal(["qvirinus", "vuorenpeikonkuja", "zyxelqvist"], Marks.Where(after.Holds).Order());
        Assert.Equal(["Qvirinus Zyxelqvist", "Vuorenpeikonkuja 77"], after.Values.Where(v => v.Contains("qvist", StringComparison.OrdinalIgnoreCase) || v.Contains("peikonkuja", StringComparison.OrdinalIgnoreCase)).Order());
        Assert.Equal(0, await App.Stored(db => db.Customers.CountAsync(Ct)));
    }

    private async Task<CustomerId> ThroughTheScreens()
    {
        var id = await Registered();
        await Searched();
        await Imported();
        await Updated(id);
        await Ordered(id);
        await Merged(id);
        return id;
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

    /// <summary>A file with rows that are rejected although the person is in them, two as whom they were merged with.</summary>
    private async Task Imported()
    {
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/imports");
        await staff.Upload("main form", "CsvFile", "vanha.csv", Encoding.UTF8.GetBytes("id,first name,last name,email,phone\n1,Qvirinus,Zyxelqvist,ei osoite,\n2,Muu,Muunen,muu@esimerkki.example,\n3,Qvirinus,Zyxelkvist,ei osoite,\n4,,,,+358457771112\n"), ("Kind", "Customers"), ("Source", "vanha"));
        await staff.Press("Tuo rekisteriin");
        Assert.Equal(3, await App.Stored(db => db.RejectedRows.CountAsync(r => !r.IsHeading, Ct)));
        await App.Use(async (RegisterContext db) =>
        {
            await db.Customers.Where(c => c.LastName == "Muunen").ExecuteDeleteAsync(Ct);
            return 0;
        });
    }

    /// <summary>An update file with a new name and address, and with a row of the person that is rejected.</summary>
    private async Task Updated(CustomerId id)
    {
        var number = await App.Stored(db => db.Customers.Where(c => c.Id == id).Select(c => c.Number).SingleAsync(Ct));
        var staff = await Given.SignedIn(StaffRole.CustomerService);
        await staff.Get("/staff/imports");
        var file = $"customer number,new name,new address,new postal code,new city,email\n{number},Qvirinus Vaellussusi,Muuttolinnunpolku 3,00200,Helsinki,\n{number},,Muuttolinnunpolku 4,00200,Helsinki,ei osoite\n,Qvirinus Zyxelqvist,Muuttolinnunpolku 5,00200,Helsinki,\n";
        await staff.Upload("main form", "CsvFile", "muuttaneet.csv", Encoding.UTF8.GetBytes(file), ("Kind", "Updates"), ("SourceKind", "Authority"), ("Source", "dvv"));
        await staff.Press("Tee päivitysehdotukset");
        await staff.Get($"{staff.Address}/proposals");
        Assert.Equal((1, 2), (await App.Stored(db => db.UpdateProposals.CountAsync(p => p.CustomerId == id, Ct)), await App.Stored(db => db.RejectedRows.CountAsync(r => !r.IsHeading && r.Cells.Contains("Muuttolinnun"), Ct))));
    }

    /// <summary>The same person under another name, with details, an order and a note of their own, becomes one with them.</summary>
    private async Task Merged(CustomerId id)
    {
        var gone = await Given.Customer("Qvirinus", "Zyxelkvist");
        await Arrange(async db =>
        {
            var former = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == gone.Id, Ct);
            former.AddPhone(CustomerPhone.Of(former.Id, PhoneKind.Mobile, PhoneNumber.Parse("+358457771112"), Told, App.Clock));
            former.AddAddress(CustomerAddress.Of(former.Id, AddressKind.Visiting, PostalAddress.Create("Edeltäjäntie 6", "00300", "Helsinki"), Told, App.Clock));
            former.ChangeNote("Pöytälaatikko", Told);
            db.Add(Order.Place(EntityKey.New<OrderId>(App.Clock), await db.TakeNumber(NumberSeries.Orders, Ct), former.Id, null, Today, "EUR", 0, "perintökalleus-2"));
            db.Add(CustomerRegister.Consents.Ban.Of(former.Id, CustomerRegister.Consents.BanKind.DirectMarketing, true, CustomerRegister.Consents.Channel.Phone, App.Clock));
            return 0;
        });
        gone = await App.Stored(db => db.Customers.AsNoTracking().SingleAsync(c => c.Id == gone.Id, Ct));
        var officer = await Officer();
        var kept = MergeSide.Kept;
        var version = await App.Stored(db => db.Customers.Where(c => c.Id == id).Select(c => c.Version).SingleAsync(Ct));
        var phones = await App.Stored(db => db.CustomerPhones.Where(p => p.CustomerId == id || p.CustomerId == gone.Id).Select(p => p.Id).ToListAsync(Ct));
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

        await portal.Upload("form[action*='Write']", "Written.Files", "zyxelqvist-liite.txt", "Liitteensana: kärsivällinen Qvirinus."u8.ToArray(), ("Written.Text", "Salaperäinen liite."));
        Assert.Equal(1, await App.Stored(db => db.RequestAttachments.CountAsync(Ct)));
        var requests = await App.Stored(db => db.Requests.AsNoTracking().Where(r => r.CustomerId == id && r.DecidedAt == null).OrderBy(r => r.Number).ToListAsync(Ct));
        Assert.Equal([RequestType.Access, RequestType.Erasure], requests.Select(r => r.Type));
        foreach (var request in requests)
        {
            if (request.State != RequestState.InHand)
                await App.Use((ConfirmIdentity confirm) => confirm.Run(new(request.Id, IdentityMethod.PortalSignIn), CustomerRegister.Audit.Actor.System("test", "arranging"), Ct));
            var outcome = await App.Decide(request.Id, grant: true, "Kärsivällinen Qvirinus Zyxelqvist");
            Assert.True(outcome.Succeeded, outcome.Refusal.ToString());
        }

        Assert.Equal(1, await App.Stored(db => db.DataPackages.CountAsync(Ct)));
        await Printed(requests[1].Id);
        return requests[1].Id;
    }

    /// <summary>Prints the letter about the request, as it goes into a window envelope: with the name and address.</summary>
    private async Task Printed(RequestId request)
    {
        var letter = await App.Stored(db => db.RequestLetters.Where(l => l.RequestId == request).Select(l => l.Id).FirstAsync(Ct));
        var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get($"/staff/requests/{request.Value}/letters/{letter.Value}");
        Assert.Contains("Vuorenpeikonkuja", Encoding.UTF8.GetString(officer.Content), StringComparison.Ordinal);
    }

    /// <summary>Everything that stands in the database: as the program reads it, and on PostgreSQL as its own dump tells it.</summary>
    private async Task<DatabaseDump> Dumped()
    {
        var stored = await App.Use(async (RegisterContext db) =>
        {
            await db.Database.OpenConnectionAsync(Ct);
            return await MarkedPerson.EverythingStored(db);
        });
        return new(stored, Engine == Engine.Postgres ? await DatabaseDump.OfPostgres(Database.ConnectionString, Ct) : "");
    }

    private static bool IsIn(DatabaseDump dump, Mark mark) => mark.Trace![0] == 'm' ? dump.Holds(mark.Trace) : dump.HoldsValue(mark.Trace);

    /// <summary>The words that stand in a byte of a file, with the file.</summary>
    private async Task<List<string>> InFiles(string[] words)
    {
        List<string> found = [];
        foreach (var file in Files())
        {
            var bytes = await Bytes(file);
            // Text lies in UTF-8; Latin-1 shows every byte as it is.
            found.AddRange(words.Where(word => bytes.Contains(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word)), StringComparison.OrdinalIgnoreCase)).Select(word => $"{word} in {Path.GetFileName(file)}"));
        }

        return found;
    }

    /// <summary>Every file of the data folder, and those of the embedded database as they lie there, with its log.</summary>
    private List<string> Files()
    {
        List<string> files = [.. Directory.EnumerateFiles(App.DataFolder, "*", SearchOption.AllDirectories)];
        if (Engine == Engine.Sqlite)
        {
            var path = new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource;
            files.AddRange(((string[])[path, $"{path}-wal", $"{path}-journal"]).Where(File.Exists));
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
