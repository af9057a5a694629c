using System.Globalization;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Json.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>What a person has given goes along with them, whole, and nothing else does (N34).</summary>
public abstract class PortabilityTests(Engine engine) : AppTest(engine)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    [Fact]
    [Clause("N34")]
    public async Task What_the_map_calls_portable_is_in_the_package_and_nothing_else_of_the_person()
    {
        _ = App.Services;
        await using var db = Database.Open();
        var person = await MarkedPerson.In(db, 0);
        var other = await MarkedPerson.In(db, 2000);
        // Marks are no JSON, so what came from elsewhere is not read here; the round trip shows it.
        await db.BroughtRecords.ExecuteDeleteAsync();

        var files = PackagesRead.Open(await App.PortabilityOf(person.Id));

        var values = Leaves(JsonDocument.Parse(files["portability.json"]).RootElement).ToHashSet();
        foreach (var mark in person.Marks.Where(m => m.Trace is not null && m.Column.IsPortable))
            Assert.True(values.Contains(Written(mark.Value)), $"{mark} is not in the package.");
        Assert.Empty(person.Marks.Where(m => m is { Trace: not null, Column.IsPortable: false, Value: string or long or DateOnly } && values.Contains(Written(m.Value)) && !m.Table.IsCustomer).Select(m => m.ToString()));
        Assert.Empty(other.Marks.Where(m => m is { Trace: not null, Value: string } && values.Contains((string)m.Value)));
        var csv = string.Concat(files.Keys.Where(name => name.EndsWith(".csv", StringComparison.Ordinal)).Select(files.Text));
        foreach (var mark in person.Marks.Where(m => m is { Trace: not null, Column.IsPortable: true }))
            Assert.Contains(Written(mark.Value), csv, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N34")]
    public async Task The_data_follows_the_published_schema_which_refuses_other_data()
    {
        var customer = await App.CustomerWithEverything();
        var files = PackagesRead.Open(await App.PortabilityOf(customer.Id));
        using var browser = App.Browser();
        await browser.Get(PortabilityPackage.SchemaPath);
        Assert.Equal(browser.Content, files["portability-1.json"]);

        var schema = JsonSchema.FromText(files.Text("portability-1.json"));
        bool Follows(string json) => schema.Evaluate(JsonDocument.Parse(json).RootElement, new EvaluationOptions { RequireFormatValidation = true }).IsValid;

        var data = files.Text("portability.json");
        Assert.True(Follows(data));
        Assert.Contains("\"$schema\": \"http://localhost/schemas/portability-1.json\"", data, StringComparison.Ordinal);
        foreach (var (valid, instead) in ((string, string)[])[("\"version\": 1", "\"version\": 2"), ("\"sv\"", "\"xx\""), ("\"lastName\"", "\"sukunimi\""), ("\"EUR\"", "\"euro\"")])
        {
            Assert.Contains(valid, data, StringComparison.Ordinal);
            Assert.False(Follows(data.Replace(valid, instead, StringComparison.Ordinal)), instead);
        }
    }

    [Fact]
    [Clause("N34")]
    public async Task What_authorities_and_update_services_told_and_what_staff_noted_stays()
    {
        var customer = await App.CustomerWithEverything();

        var document = await PortabilityGiven.Read(await App.PortabilityOf(customer.Id));

        Assert.Equal(["Kuja 1; \"A\" <b>"], document.Addresses.Select(a => a.Street));
        Assert.Equal(["09 1234 / 56 alanro", "+358401234567"], document.Phones.Select(p => p.Number));
        Assert.DoesNotContain("Sihteeri", JsonSerializer.Serialize(document), StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N34")]
    public async Task A_round_trip_over_the_other_database_and_back_keeps_every_value()
    {
        var customer = await App.CustomerWithEverything();
        var given = await App.PortabilityOf(customer.Id);
        var original = Comparable(await PortabilityGiven.Read(given));

        await using var otherDatabase = await TestDatabase.Create(Engine == Engine.Sqlite ? Engine.Postgres : Engine.Sqlite);
        await using var other = new TestApp(otherDatabase) { Settings = { ["Register:Name"] = "Toinen Oy" } };
        other.Clock.Advance(TimeSpan.FromDays(1));
        var there = await other.TakeIn(given);
        Assert.True(there.Succeeded);
        var moved = await other.PortabilityOf(there.Value);
        Assert.Equal(original, Comparable(await PortabilityGiven.Read(moved)));

        // Back again: the person is still there, so somebody must say that it is another one.
        App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(TakeInPackageRefusal.MaybeDuplicate, (await App.TakeIn(moved)).Refusal);
        var back = await App.TakeIn(moved, despiteDuplicates: true);
        Assert.True(back.Succeeded);
        Assert.Equal(original, Comparable(await PortabilityGiven.Read(await App.PortabilityOf(back.Value))));

        var stored = await App.Stored(db => db.Customers.Include(c => c.Addresses).Include(c => c.Phones).SingleAsync(c => c.Id == back.Value));
        Assert.All([stored.NameSource!, stored.EmailSource!, stored.WebsiteSource!, stored.EInvoiceSource!, .. stored.Addresses.Select(a => a.Source), .. stored.Phones.Select(p => p.Source)],
            source => Assert.Equal((SourceKind.Partner, "Toinen Oy", App.Clock.Today()), (source.Kind, source.Name, source.On)));
        // Nobody here delivers or invoices what was ordered elsewhere; a consent to somebody else is none; a ban holds.
        Assert.All(await App.Stored(db => db.Orders.Where(o => o.CustomerId == back.Value).ToListAsync()), order => Assert.Equal((OrderState.Archived, false), (order.State, order.AwaitsInvoice)));
        Assert.Empty(await App.Stored(db => db.ConsentDecisions.Where(d => d.CustomerId == back.Value).ToListAsync()));
        Assert.Equal(2, await App.Stored(db => db.Bans.CountAsync(b => b.CustomerId == back.Value && b.Forbidden)));
    }

    [Fact]
    public async Task What_came_in_is_one_import_that_can_be_undone_until_something_is_built_on_it()
    {
        var customer = await App.CustomerWithEverything();
        var package = await App.PortabilityOf(customer.Id);
        await using var otherDatabase = await TestDatabase.Create(Engine);
        await using var other = new TestApp(otherDatabase);
        // The program lays down purposes when it starts.
        _ = other.Services;
        var actor = Actor.System("test", "import");
        Task<(Outcome<Import, UndoImportRefusal> Outcome, BuiltOn? BuiltOn)> Undo(ImportId id) => other.Use((UndoImport undo) => undo.Run(id, actor, default));

        var first = await other.TakeIn(package);
        var import = await other.Stored(db => db.Imports.SingleAsync());
        Assert.Equal((ImportKind.Portability, "Esimerkki Oy", SourceKind.Partner, 1), (import.Kind, import.Source, import.SourceKind, import.Imported));
        Assert.True((await Undo(import.Id)).Outcome.Succeeded);
        Assert.Equal((0, 0, 0, 0, 0), await other.Stored(async db => (await db.Customers.CountAsync(), await db.Orders.CountAsync(), await db.Organisations.CountAsync(), await db.BroughtRecords.CountAsync(), await db.Bans.CountAsync())));

        var second = await other.TakeIn(package, withHistory: false);
        Assert.Empty(await other.Stored(db => db.BroughtRecords.ToListAsync()));
        await other.Use((SetBan set) => set.Run(new(second.Value, BanKind.MarketResearch, true, Channel.Phone), new(ActorKind.Customer, second.Value.Value, "Customer", "own-data"), default));
        import = await other.Stored(db => db.Imports.SingleAsync(i => i.State == ImportState.Finished));
        var (refused, builtOn) = await Undo(import.Id);
        Assert.Equal((UndoImportRefusal.BuiltOn, 1), (refused.Refusal, builtOn!.Customers));
        Assert.NotEqual(first.Value, second.Value);
    }

    [Fact]
    public async Task Somebody_who_was_erased_comes_back_only_when_somebody_says_why()
    {
        var customer = await App.CustomerWithEverything();
        var package = await App.PortabilityOf(customer.Id);
        await using (var scope = App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<RegisterContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await scope.ServiceProvider.GetRequiredService<RememberForgotten>().Run([customer.Id], SuppressionCause.Request, default);
            await scope.ServiceProvider.GetRequiredService<ErasePeople>().Run(PersonScope.One(customer.Id), Enum.GetValues<DataCategory>().ToHashSet(), default);
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.PersonErased, App.Clock, customer.Id));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        Assert.Equal(TakeInPackageRefusal.Forgotten, (await App.TakeIn(package)).Refusal);
        var back = await App.TakeIn(package, reason: ReturnReason.CustomerAgain);
        Assert.True(back.Succeeded);
        Assert.Equal("CustomerAgain", await App.Stored(db => db.AuditEntries.Where(e => e.CustomerId == back.Value && e.Action == AuditAction.ForgottenReturned).Select(e => e.Fields).SingleAsync()));
    }

    /// <summary>All that is about the person; who gives it out, and when, is not.</summary>
    private static string Comparable(PortabilityDocument document) =>
        JsonSerializer.Serialize(document with { MadeAt = default, Controller = new("") }, Readable);

    private static string Written(object value) => value switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Number => [element.GetDecimal().ToString("0.######", CultureInfo.InvariantCulture)],
        _ => [element.ToString()],
    };

    public sealed class OnSqlite() : PortabilityTests(Engine.Sqlite);

    public sealed class OnPostgres() : PortabilityTests(Engine.Postgres);
}
