using System.IO.Compression;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>What the supervisory authority reads of each kind of decision, alike in the file of one request and in that of a year.</summary>
public abstract class EvidenceFileTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Arranging = Actor.System("test", "arranging");

    [Fact]
    [Clause("N41")]
    public async Task The_parts_that_were_refused_are_named_with_the_ground_of_each()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((DecideRequest decide) => decide.Run(
            new(id, RequestDecision.GrantPartly, "Toisen tietoja.") { Parts = [new(DataCategory.Notes, DecisionGround.RightsOfOthers)] }, officer.AsActor("requests"), default))).Succeeded);

        foreach (var (html, json) in await Files(id))
        {
            var part = Assert.Single(json.GetProperty("parts").EnumerateArray());
            Assert.Equal(("notes", "rightsOfOthers"), (part.GetProperty("category").GetString(), part.GetProperty("ground").GetString()));
            Assert.Contains($"Muistiinpanot: {DecisionLetter.Ground(DecisionGround.RightsOfOthers, Language.Fi)}", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N35")]
    [Clause("N37")]
    [Clause("N41")]
    public async Task Each_item_of_a_correction_is_told_with_its_decision_and_the_certificate_of_what_was_refused()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Filed(customer.Id, [new(RectifiedField.FirstName, null, null, "Anni", "Nimi on väärin."), new(RectifiedField.Email, null, null, "anni@example.fi", "Vaihtui.")]);
        await Decided(id, [(RectificationDecision.Accept, null), (RectificationDecision.Refuse, "Osoite ei toimi. Kysy Sanna Sihteeriltä.")]);
        var number = await App.Stored(db => db.RectificationCertificates.Select(c => c.Number).SingleAsync());

        foreach (var (html, json) in await Files(id))
        {
            Assert.Equal(
                [("firstName", "Aino", "Anni", "accept", null, "Anni", null), ("email", "aino@example.fi", "anni@example.fi", "refuse", "dataIsAccurate", null, "Osoite ei toimi. Kysy [nimi poistettu].")],
                json.GetProperty("items").EnumerateArray().Select(i => (Of(i, "field"), Of(i, "current"), Of(i, "proposed"), Of(i, "decision"), Of(i, "refusalGround"), Of(i, "written"), Of(i, "reasons"))));
            Assert.Equal((number, true), (json.GetProperty("certificate").GetProperty("number").GetInt64(), json.GetProperty("certificate").GetProperty("isUnaltered").GetBoolean()));
            foreach (var told in (string[])["Oikaistavat kohdat", "Nimi on väärin.", "Osoite ei toimi.", $"Nro {number}, annettu", "Todistus on muuttumaton."])
                Assert.Contains(told, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N35")]
    public async Task Where_somebody_with_a_protected_address_lives_is_not_in_the_file()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Filed(customer.Id, [new(RectifiedField.Street, null, null, "Piilokuja 7", "Muutin.")]);
        await App.Use(async (RegisterContext db) =>
        {
            var today = App.Clock.Today();
            (await db.Customers.SingleAsync(c => c.Id == customer.Id)).ProtectAddress(today, today.AddYears(1), new(SourceKind.Authority, null, today));
            db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, App.Clock, customer.Id));
            await db.SaveChangesAsync();
        });

        foreach (var (html, json) in await Files(id))
        {
            Assert.True(json.GetProperty("items")[0].GetProperty("isHidden").GetBoolean());
            Assert.Contains("turvakiellon alainen", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Piilokuja", html + json.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N35")]
    public async Task A_letter_that_told_where_somebody_lives_tells_it_no_more_once_the_address_is_protected()
    {
        var customer = await Given.Customer();
        var id = await Filed(customer.Id, [new(RectifiedField.Street, null, null, "Piilokuja 7", "Muutin."), new(RectifiedField.PostalCode, null, null, "00990", "Muutin."), new(RectifiedField.City, null, null, "Piilola", "Muutin.")]);
        await Decided(id, [(RectificationDecision.Accept, null), (RectificationDecision.Accept, null), (RectificationDecision.Accept, null)]);
        foreach (var (_, json) in await Files(id))
            Assert.Contains("Piilokuja 7", Of(Assert.Single(json.GetProperty("letters").EnumerateArray()), "body"), StringComparison.Ordinal);

        var today = App.Clock.Today();
        Assert.True((await App.Use((ProtectAddress protect) => protect.Run(new(customer.Id, today, today.AddYears(1), SourceKind.Authority, null), Arranging, default))).Succeeded);

        foreach (var (html, json) in await Files(id))
        {
            Assert.Contains("Katuosoite: oikaistu pyyntösi mukaan. Rekisterissä on nyt ”***”.", Of(Assert.Single(json.GetProperty("letters").EnumerateArray()), "body"), StringComparison.Ordinal);
            foreach (var hidden in (string[])["Piilo", "00990"])
                Assert.DoesNotContain(hidden, html + json.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N41")]
    [Clause("N42")]
    public async Task Of_an_erasure_that_was_carried_out_remain_what_was_erased_and_the_whole_log_and_no_value()
    {
        var customer = await Given.Customer("Quirinus", "Zyxelqvist", "quirinus@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await App.Use((CarryOutRequestedErasures erasures) => erasures.Run(default)));
        var log = await App.Stored(db => db.AuditEntries.Where(e => e.SubjectId == id.Value).OrderBy(e => e.At).Select(e => e.Action).ToListAsync());
        Assert.Superset(new HashSet<string> { AuditAction.RequestFiled, AuditAction.RequestGranted, AuditAction.PersonErased }, log.ToHashSet());

        foreach (var (html, json) in await Files(id))
        {
            Assert.Equal(log, json.GetProperty("log").EnumerateArray().Select(e => Of(e, "action")!).Where(a => a != AuditAction.EvidenceFileMade));
            Assert.True(json.GetProperty("isForgotten").GetBoolean());
            Assert.Equal("done", Of(json.GetProperty("erasure"), "state"));
            Assert.Contains("name", json.GetProperty("erasure").GetProperty("erased").EnumerateArray().Select(c => c.GetString()));
            foreach (var told in (string[])["Henkilön tiedot on poistettu", "Poistaminen", "Loki kertoo, mitä pyynnölle tehtiin ja milloin."])
                Assert.Contains(told, html, StringComparison.Ordinal);
            foreach (var gone in (string[])["Zyxelqvist", "Quirinus", "quirinus@example.fi"])
                Assert.DoesNotContain(gone, html + json.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }

        // The desk reads the same log.
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}");
        Assert.Contains("Tietosuojapyyntö tehtiin", desk.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    [Clause("N41")]
    public async Task Who_asked_without_being_a_customer_is_named_and_whoever_acted_for_them_stands_by_initials()
    {
        var id = await App.Use(async (RegisterContext db) =>
        {
            var request = DataSubjectRequest.FileForVisitor(EntityKey.New<RequestId>(App.Clock), await db.TakeNumber(NumberSeries.Requests, default), new("Lauri Lapsi", EmailAddress.Parse("ulla@example.fi")), RequestType.Access,
                App.Clock.Today(), Language.Fi, "Terveisin Ulla Huoltaja", new RequestSignature("Ulla Huoltaja", App.Clock.Now(), AskAsVisitor.VerifiedEmail, new string('a', 64)), new(Representation.Guardian, "Ulla Huoltaja"));
            db.Add(request);
            db.Add(AuditEntry.Of(Arranging, AuditAction.RequestFiled, App.Clock, null, request.Id.Value));
            await db.SaveChangesAsync();
            return request.Id;
        });

        foreach (var (html, json) in await Files(id))
        {
            Assert.Equal(("Lauri Lapsi", null, "U. H.", "U. H."), (Of(json, "applicant"), Of(json, "person"), Of(json, "representative"), Of(json, "signedBy")));
            Assert.Equal("request.filed", Of(json.GetProperty("log")[0], "action"));
            foreach (var told in (string[])["Lauri Lapsi", "U. H.", "Ei tunnistettu rekisterin asiakkaaksi"])
                Assert.Contains(told, html, StringComparison.Ordinal);
            foreach (var hidden in (string[])["Huoltaja", "Henkilön tiedot on poistettu"])
                Assert.DoesNotContain(hidden, html.Replace("<dt>Huoltaja</dt>", "", StringComparison.Ordinal) + Of(json, "message"), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N41")]
    public async Task The_computation_of_the_time_limit_the_letters_on_the_way_and_how_a_withdrawal_came_are_told()
    {
        var id = await App.RequestFrom((await Given.Customer()).Id, receivedOn: new DateOnly(2026, 11, 5));
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Arranging, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, null, [new("todistus.pdf", "%PDF-1.7\nTodiste\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence) { FromPerson = new(Channel.Letter, App.Clock.Today()) }, Arranging, default))).Succeeded);
        Assert.True((await App.Use((ExtendDeadline extend) => extend.Run(new(id, "Pyyntö on laaja."), Arranging, default))).Succeeded);
        Assert.True((await App.Use((WithdrawRequest withdraw) => withdraw.ByStaff(id, new(Channel.Phone, App.Clock.Today()), null, false, Arranging, default))).Succeeded);

        foreach (var (html, json) in await Files(id))
        {
            var kinds = json.GetProperty("clock").EnumerateArray().Select(s => Of(s, "kind")!).ToList();
            Assert.Equal(["received", "extended"], kinds.Where(k => k is "received" or "extended"));
            Assert.Equal(2, Assert.Single(json.GetProperty("clock").EnumerateArray(), s => Of(s, "kind") == "paused").GetProperty("days").GetInt32());
            Assert.Equal(("phone", "2026-11-24"), (Of(json, "withdrawnBy"), Of(json, "withdrawnOn")));
            Assert.Equal(3, json.GetProperty("letters").GetArrayLength());
            foreach (var told in (string[])["Määräajan laskeminen", "Pyyntö saapui 5.11.2026.", "Määräaika oli pysähdyksissä 2 päivää 22.11.2026 alkaen", "kolme kuukautta saapumisesta päättyy", "24.11.2026, puhelin", "Varmistamme henkilöllisyytesi", "Vastauksemme viipyy", "Pyyntö on laaja.", "on peruttu"])
                Assert.Contains(told, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Clause("N41")]
    public async Task Why_nobody_who_was_found_is_the_one_who_asked_is_told_without_the_names_of_others()
    {
        await Given.Customer("Tuula", "Tuntematon", "toinen@example.fi");
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        Assert.True((await App.Use((AnswerNoData answer) => answer.Run(new(id, "Toinen henkilö: toinen@example.fi on eri osoite. Sanna Sihteeri soitti."), officer.AsActor("requests"), default))).Succeeded);

        foreach (var (html, json) in await Files(id))
        {
            Assert.Equal("Toinen henkilö: ***@*** on eri osoite. [nimi poistettu] soitti.", Of(json, "noDataReasons"));
            Assert.Contains("Miksi kukaan löydetyistä ei ole pyytäjä", html, StringComparison.Ordinal);
            Assert.DoesNotContain("toinen@example.fi", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_log_of_a_request_is_found_by_an_index_however_long_the_log_is()
    {
        var id = await App.RequestFrom((await Given.Customer()).Id);
        var plan = await App.Use(async (RegisterContext db) =>
        {
            var sql = ViewRequest.LogOf(db, [id.Value]).ToQueryString();
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            // In a short table every way costs the same.
            command.CommandText = db.Database.IsNpgsql() ? $"set enable_seqscan = off; {Explained(sql, "explain ")}" : Explained(sql, "explain query plan ");
            var lines = new List<string>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(reader.FieldCount - 1));
            return string.Join('\n', lines);
        });

        Assert.Contains("IX_AuditEntries_SubjectId", plan, StringComparison.Ordinal);

        // The parameters come before the query, as comments that the database would not fill in.
        string Explained(string sql, string how)
        {
            var key = Engine == Engine.Postgres ? $"ARRAY['{id.Value}']::uuid[]" : $"'{id.Value.ToString().ToUpperInvariant()}'";
            return how + sql[sql.IndexOf("SELECT", StringComparison.Ordinal)..].Replace("@requests1", key, StringComparison.Ordinal).Replace("@requests", key, StringComparison.Ordinal);
        }
    }

    private async Task<RequestId> Filed(CustomerId customer, IReadOnlyList<RectificationEntry> entries) => (await App.Use((FileRectification file) => file.Run(
        new(new(customer, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Fi, null, null), entries, false), new(ActorKind.Customer, customer.Value, "Customer", "own-data"), default))).Value!.Id;

    private async Task Decided(RequestId id, IReadOnlyList<(RectificationDecision Decision, string? Reasons)> decisions)
    {
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Arranging, default));
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var items = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == id).OrderBy(i => i.Position).Select(i => i.Id).ToListAsync());
        Assert.Equal(new RectificationOutcome(null, null), await App.Use((DecideRectification decide) => decide.Run(
            new(id, [.. items.Zip(decisions, (item, d) => new ItemDecision(item, d.Decision, null, d.Reasons) { Ground = d.Decision == RectificationDecision.Refuse ? DecisionGround.DataIsAccurate : null })], null), officer.AsActor("requests"), default)));
    }

    /// <summary>The request as the file of it alone tells it, and as that of its year does.</summary>
    private async Task<IReadOnlyList<(string Html, JsonElement Json)>> Files(RequestId id)
    {
        var request = await App.Stored(id);
        return [await File((evidence, to) => evidence.Write(id, to, Arranging, default)), await File((evidence, to) => evidence.Write(request.ReceivedOn.Year, to, Arranging, default))];

        async Task<(string, JsonElement)> File(Func<EvidenceFile, Stream, Task> write)
        {
            using var to = new MemoryStream();
            await App.Use(async (EvidenceFile evidence) =>
            {
                await write(evidence, to);
                return 0;
            });
            using var zip = new ZipArchive(new MemoryStream(to.ToArray()));
            using var html = new StreamReader(zip.GetEntry($"request-{request.Number}.html")!.Open());
            using var json = JsonDocument.Parse(zip.GetEntry($"request-{request.Number}.json")!.Open());
            return (await html.ReadToEndAsync(), json.RootElement.Clone());
        }
    }

    private static string? Of(JsonElement element, string property) => element.GetProperty(property).GetString();

    public sealed class OnSqlite() : EvidenceFileTests(Engine.Sqlite);

    public sealed class OnPostgres() : EvidenceFileTests(Engine.Postgres);
}
