using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>Whoever else is named in what staff wrote about a person: told neither on the person's pages nor in their package (GDPR Art. 15(4)). The staff of the tests are called Sanna Sihteeri.</summary>
public abstract class OthersNamedTests(Engine engine) : AppTest(engine)
{
    private const string Written = "Sanna Sihteerin muistio.";

    private static readonly Actor Arranging = Actor.System("test", "arranging");

    [Fact]
    [Clause("N32")]
    public async Task Wherever_staff_may_name_others_the_names_are_masked_in_the_package_and_on_the_persons_page()
    {
        await Given.Staff(StaffRole.CustomerService);
        Speaking.Finnish();
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);
        var columns = PersonalDataMap.Of(db).Tables.SelectMany(t => t.Columns.Where(c => c.OthersNamed is not null).Select(c => (Table: t, Column: c))).ToList();
        foreach (var (table, column) in columns)
            await Write(db, person.Id, table, column);

        var read = new ReadPersonalData(db, App.Clock);
        foreach (var report in new[] { await read.Open(person.Id, new OtherPeople(db, person.Id, Language.Fi), default), await read.Newest(person.Id, 50, default) })
        {
            Assert.All(columns, c => Assert.Contains("[nimi poistettu] muistio.", Cell<string>(report!, $"{c.Table.Key}.{c.Column.Key}"), StringComparison.Ordinal));
            Assert.DoesNotContain(report!.Categories.SelectMany(c => c.Tables).SelectMany(t => t.Rows).SelectMany(r => r.Cells), c => c.Value is string text && text.Contains("Sihteeri", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Clause("N32")]
    public async Task Ones_own_former_name_and_ones_own_words_stay_readable_though_staff_have_the_same_name()
    {
        await Given.Staff(StaffRole.CustomerService);
        var customer = await Given.Customer("Pirkko", "Sihteeri", "pirkko@example.fi");
        var id = await Filed(customer.Id, new(RectifiedField.LastName, null, null, "Koskitalo", "Menin naimisiin."));
        await App.Use((AddToRequest add) => add.Run(new(id, customer.Id, "Sanna Sihteeri lupasi hoitaa.", []), new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), default));
        await Decide(id, RectificationDecision.Accept, null);

        var report = await App.Use((ReadPersonalData read) => read.Newest(customer.Id, 50, default));

        Assert.Equal("Koskitalo", Cell<string>(report!, "customer.lastName"));
        Assert.Equal("Sihteeri", Cell<string>(report!, "rectificationItem.currentValue"));
        Assert.Equal("Sanna Sihteeri lupasi hoitaa.", Cell<string>(report!, "requestMessage.text"));
    }

    [Theory]
    [InlineData("fi", "Soitti 3.3. [nimi poistettu] hoitaa.")]
    [InlineData("sv", "Soitti 3.3. [namnet borttaget] hoitaa.")]
    [InlineData("en", "Soitti 3.3. [name removed] hoitaa.")]
    [Clause("N35")]
    public async Task A_note_is_shown_and_disputed_without_the_names_of_others_and_corrected_as_it_is_stored(string language, string shown)
    {
        const string note = "Soitti 3.3. Sanna Sihteeri hoitaa.";
        await Given.Staff(StaffRole.CustomerService);
        var customer = await Given.Customer("Pirkko", "Koskitalo", "pirkko@example.fi");
        await App.Use(async (RegisterContext db) =>
        {
            (await db.Customers.SingleAsync(c => c.Id == customer.Id)).ChangeNote(note, new(SourceKind.Controller, null, App.Clock.Today()));
            db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });
        using var portal = await App.Entered(customer);
        portal.Languages = language;

        foreach (var page in (string[])["/my", "/my/rectification/new?Item=Note"])
        {
            await portal.Get(page);
            Assert.Contains(shown, portal.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Sihteeri", portal.Text, StringComparison.Ordinal);
        }

        // What stands there already is no proposal, masked as it is.
        await portal.Submit("main form", ("Entries[0].Proposed", shown), ("Entries[0].Ground", "!"), ("Input.Name", "Pirkko Koskitalo"), ("Input.Agreed", "true"));
        Assert.Single(portal.Errors);
        await portal.Submit("main form", ("Entries[0].Proposed", "Soitti 4.3."));
        var id = new RequestId(Guid.Parse(portal.Address[^36..]));
        Assert.Equal(note, await App.Stored(db => db.RectificationItems.Select(i => i.CurrentValue).SingleAsync()));
        await Decide(id, RectificationDecision.Refuse, "3.3.");
        foreach (var page in (string[])["/my", $"/my/requests/{id.Value}/rectification", $"/my/requests/{id.Value}/certificate"])
        {
            await portal.Get(page);
            Assert.Contains(shown, portal.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Sihteeri", portal.Text, StringComparison.Ordinal);
        }

        // Whoever decides reads it whole.
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/rectification");
        Assert.Contains(note, desk.Text, StringComparison.Ordinal);
    }

    private async Task<RequestId> Filed(CustomerId customer, RectificationEntry entry)
    {
        var filed = await App.Use((FileRectification file) => file.Run(
            new(new(customer, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Fi, null, null), [entry], false), new(ActorKind.Customer, customer.Value, "Customer", "own-data"), default));
        return filed.Value!.Id;
    }

    private async Task Decide(RequestId id, RectificationDecision decision, string? reasons)
    {
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Arranging, default));
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var item = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == id).Select(i => i.Id).SingleAsync());
        Assert.Equal(new RectificationOutcome(null, null), await App.Use((DecideRectification decide) => decide.Run(new(id, [new(item, decision, null, reasons) { Ground = decision == RectificationDecision.Refuse ? DecisionGround.DataIsAccurate : null }], null), officer.AsActor("requests"), default)));
    }

    private static T Cell<T>(PersonalDataReport report, string key) => Assert.IsType<T>(report.Categories.SelectMany(c => c.Tables)
        .SelectMany(t => t.Rows.SelectMany(r => r.Cells.Select(c => (Key: $"{t.Key}.{c.Key}", c.Value)))).Single(c => c.Key == key).Value);

    /// <summary>Names a member of staff in a column, in the form in which it holds text.</summary>
    private static async Task Write(RegisterContext db, CustomerId person, PersonalTable table, PersonalColumn column)
    {
        var text = $"{table.Key}.{column.Key}" switch
        {
            "mergedRow.values" => $$$"""{"customer":{"note":"{{{Written}}}"}}""",
            "rejectedRow.cells" => $"""["{Written}"]""",
            "rectificationCertificate.contentText" => $$$"""{"Items":[{"Reasons":"{{{Written}}}"}]}""",
            _ => Written,
        };
        var (sql, scope) = (new PersonSql(db), PersonScope.One(person));
        await using var command = sql.Command($"update {sql.Quote(table.Name)} set {sql.Quote(column.Name)} = @text where {sql.BelongsTo(table, scope)}", scope);
        command.Parameters.Add(column.Property.GetRelationalTypeMapping().CreateParameter(command, "@text", text, column.Property.IsNullable));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public sealed class OnSqlite() : OthersNamedTests(Engine.Sqlite);

    public sealed class OnPostgres() : OthersNamedTests(Engine.Postgres);
}
