using System.Net;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Staff take requests from the list to the decision, over the pages.</summary>
public abstract class RequestDeskTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    public async Task An_empty_desk_says_so()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get("/staff/requests");

        Assert.Contains("Avoimia pyyntöjä ei ole", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_requests_stand_by_their_deadline_without_names_and_decided_ones_apart()
    {
        var customer = await Given.Customer(lastName: "Koskitalo");
        await App.RequestFrom(customer.Id, receivedOn: App.Clock.Today().AddDays(-2));
        await App.RequestFrom(customer.Id, RequestType.Rectification, App.Clock.Today().AddDays(-20));
        var decided = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        Assert.True((await App.Decide(decided, grant: true, "Tehty.")).Succeeded);
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get("/staff/requests");

        Assert.Equal(["Tietojen oikaiseminen", "Pääsy omiin tietoihin"], Types(browser));
        Assert.DoesNotContain("Koskitalo", browser.Text, StringComparison.Ordinal);

        await browser.Follow("Ratkaistut");

        Assert.Equal(["Käsittelyn vastustaminen"], Types(browser));
    }

    [Fact]
    public async Task A_long_list_is_walked_page_by_page_there_and_back()
    {
        var customer = await Given.Customer();
        for (var i = 0; i < ListRequests.PageSize + 3; i++)
            await App.RequestFrom(customer.Id, receivedOn: App.Clock.Today().AddDays(-i / 2));
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        var first = Numbers(await browser.Get("/staff/requests"));
        var second = Numbers(await browser.Follow("Seuraavat"));
        var back = Numbers(await browser.Follow("Edelliset"));

        Assert.Equal(ListRequests.PageSize, first.Count);
        Assert.Equal(3, second.Count);
        Assert.Empty(first.Intersect(second));
        Assert.Equal(first, back);
    }

    [Theory]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Finance)]
    [InlineData(StaffRole.Administrator)]
    [Clause("N10")]
    public async Task Who_does_not_handle_requests_sees_none(StaffRole role)
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = await Given.SignedIn(role);

        foreach (var address in (string[])["/staff/requests", $"/staff/requests/{id.Value}", $"/staff/requests/{id.Value}/decision"])
        {
            await browser.Get(address);
            Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        }
    }

    [Fact]
    [Clause("N32")]
    public async Task A_request_shows_what_was_asked_who_signed_and_how_the_deadline_came_about()
    {
        var customer = await Given.Customer(lastName: "Koskitalo");
        // A month later is Sunday 22 November.
        var id = await App.RequestFrom(customer.Id, receivedOn: new DateOnly(2026, 10, 22), message: "Haluan tietää, mitä tiedätte.");
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{id.Value}");

        Assert.Contains("Haluan tietää, mitä tiedätte.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Koskitalo", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Aino Virtanen, 22.11.2026 klo 12.00", browser.Text, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), browser.Text, StringComparison.Ordinal);
        Assert.Contains("Pyyntö saapui 22.10.2026. Kuukauden määräaika päättyy 22.11.2026. 22.11.2026 on sunnuntai, joten määräaika siirtyy seuraavaan päivään. Vastattava viimeistään 23.11.2026.",
            browser.Text, StringComparison.Ordinal);
        Assert.Contains(AuditAction.RequestViewed, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task A_request_that_is_not_there_is_not_found()
    {
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{Guid.CreateVersion7()}");

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [InlineData("Came")]
    [InlineData("Write")]
    [InlineData("Identity")]
    [InlineData("Match")]
    public async Task A_form_that_is_not_accepted_leaves_the_other_forms_of_the_page_as_they_were(string form)
    {
        var id = await App.RequestFromVisitor("tuula@example.fi");
        var clerk = await Given.Staff(StaffRole.CustomerService);
        var target = App.Clock.Today().AddDays(9);
        Assert.True((await App.Use((AssignRequest assign) => assign.Run(new(id, clerk.Id, target), Desk, default))).Succeeded);
        Assert.True((await App.Use((AskForIdentity ask) => ask.Run(id, Desk, default))).Succeeded);
        var came = App.Clock.Today();
        Assert.True((await App.Use((AddToRequest add) =>
            add.Run(new(id, null, null, [new("passi.pdf", "%PDF-1.7\nPassi\n%%EOF"u8.ToArray())], AttachmentKind.IdentityEvidence) { ByVisitor = true }, Desk, default))).Succeeded);
        App.Clock.Advance(TimeSpan.FromDays(2));
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Submit(form == "Match" ? "form[action*='Match']:not(.in-row)" : $"form[action*='{form}']");

        Assert.NotEmpty(browser.Errors);
        if (form != "Identity")
            Assert.Equal($"{came:yyyy-MM-dd}", browser.Page.QuerySelector("[name=ProofCameOn]")!.GetAttribute("value"));
        await browser.Submit("form[action*='Assign']");
        var stored = await App.Stored(id);
        Assert.Equal((clerk.Id, target), (stored.AssignedTo!.Value, stored.TargetOn!.Value));
    }

    [Fact]
    public async Task What_is_to_be_mended_stands_at_the_top_of_the_request_also_once_the_identity_is_established()
    {
        var id = await App.EstablishedRequestFrom((await Given.Customer()).Id);
        using var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");

        await browser.Submit("form[action*='Came']");

        var summary = Assert.Single(browser.Page.QuerySelectorAll(".ds-error-summary"));
        Assert.NotNull(summary.GetAttribute("autofocus"));
        Assert.Null(summary.Closest("form"));
        string[] links = [.. summary.QuerySelectorAll("a").Select(a => a.GetAttribute("href")!)];
        Assert.Equal(2, links.Length);
        Assert.All(links, link => Assert.NotNull(browser.Page.QuerySelector(link)!.Closest("details[open]")));

        await browser.Get($"/staff/requests/{id.Value}");
        Assert.True((await App.Decide(id, grant: true)).Succeeded);
        await browser.Submit("form[action*='Assign']");
        Assert.Equal("Pyyntöön on jo vastattu tai se on peruttu.", Assert.Single(browser.Page.QuerySelectorAll(".ds-error-summary li")).TextContent);
    }

    [Fact]
    [Clause("N37")]
    public async Task Refusal_without_reasons_is_not_accepted()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.CustomerService);
        await browser.Get($"/staff/requests/{id.Value}");
        await browser.Follow("Ratkaise pyyntö");

        await browser.Submit("main form", ("Decision", "Refuse"), ("Reasons", "  "));

        // All that is missing is told at once.
        Assert.Contains(browser.Errors, e => e.Contains("Kirjoita perustelut.", StringComparison.Ordinal));
        Assert.Contains("Valitse ainakin yksi oikeudellinen peruste hylkäykselle.", browser.Errors);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);

        await browser.Submit("main form", ("Decision", "Refuse"), ("Reasons", "Pyyntö on ilmeisen perusteeton."));
        Assert.Equal("Valitse ainakin yksi oikeudellinen peruste hylkäykselle.", Assert.Single(browser.Errors));
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);

        await browser.Submit("main form", ("Grounds", "ManifestlyUnfounded"));

        var stored = await App.Stored(id);
        Assert.Equal((RequestState.Refused, "Pyyntö on ilmeisen perusteeton."), (stored.State, stored.DecisionReasons));
        Assert.Empty(await App.Stored(db => db.DataPackages.ToListAsync()));
        var mail = Assert.Single(await App.MailsTo("aino@example.fi"));
        Assert.DoesNotContain("perusteeton", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(AuditAction.RequestRefused, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task Customer_service_answers_access_and_leaves_the_rest_to_the_privacy_officer()
    {
        var customer = await Given.Customer();
        var access = await App.EstablishedRequestFrom(customer.Id);
        var rectification = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);
        var browser = await Given.SignedIn(StaffRole.CustomerService);

        await browser.Get($"/staff/requests/{rectification.Value}");
        Assert.Contains("Tämän pyynnön ratkaisee tietosuojavastaava.", browser.Text, StringComparison.Ordinal);
        await browser.Get($"/staff/requests/{rectification.Value}/decision");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);

        await browser.Get($"/staff/requests/{access.Value}/decision");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.Submit("main form", ("Decision", "Grant"));
        Assert.Equal(RequestState.Granted, (await App.Stored(access)).State);
    }

    [Fact]
    public async Task The_rule_of_who_decides_holds_beneath_the_pages()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Erasure);
        var service = await Given.Staff(StaffRole.CustomerService);

        var outcome = await App.Use((DecideRequest decide) => decide.Run(new(id, RequestDecision.Refuse, "Ei."), new(ActorKind.Staff, service.Id, "PrivacyOfficer", "requests"), default));

        Assert.Equal(DecideRequestRefusal.NotPermitted, outcome.Refusal);
        Assert.Equal(RequestState.InHand, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task Granting_what_is_done_by_hand_tells_what_was_done()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Rectification);

        Assert.Equal(DecideRequestRefusal.ReasonsMissing, (await App.Decide(id, grant: true)).Refusal);
        Assert.True((await App.Decide(id, grant: true, "Nimi on korjattu.")).Succeeded);
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task A_request_is_decided_once()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);

        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        Assert.Equal(DecideRequestRefusal.AlreadyDecided, (await App.Decide(id, grant: false, "Ei sittenkään.")).Refusal);
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
    }

    [Fact]
    public async Task The_answers_file_goes_when_its_time_is_over_and_the_decision_stays()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        Assert.True((await App.Decide(id, grant: true)).Succeeded);

        App.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await App.Use((ExpireAnswers expire) => expire.Run(default)));
        App.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await App.Use((ExpireAnswers expire) => expire.Run(default)));

        Assert.Empty(await App.Stored(db => db.DataPackages.ToListAsync()));
        Assert.Equal(RequestState.Granted, (await App.Stored(id)).State);
        Assert.Contains(AuditAction.AnswerExpired, await App.Logged(customer.Id));
    }

    [Fact]
    public async Task The_desk_is_filtered_by_type_state_who_takes_care_and_lateness()
    {
        var customer = await Given.Customer();
        var today = App.Clock.Today();
        var access = await App.RequestFrom(customer.Id, receivedOn: today.AddDays(-2));
        await App.RequestFrom(customer.Id, RequestType.Erasure, today.AddDays(-60));
        await App.EstablishedRequestFrom(customer.Id, RequestType.Complaint);
        var account = await Given.Staff(StaffRole.CustomerService);
        var browser = await Given.SignedIn(account);

        await browser.Get($"/staff/requests/{access.Value}");
        await browser.Submit("form[action*='Assign']", ("Assignment.To", $"{account.Id}"), ("Assignment.TargetOn", $"{today.AddDays(90):yyyy-MM-dd}"));
        Assert.Contains(browser.Errors, e => e.Contains("lakisääteisen määräpäivän jälkeen", StringComparison.Ordinal));
        await browser.Submit("form[action*='Assign']", ("Assignment.To", $"{account.Id}"), ("Assignment.TargetOn", $"{today.AddDays(5):yyyy-MM-dd}"));
        Assert.Contains("Pyynnön hoitaa Sanna Sihteeri.", browser.Text, StringComparison.Ordinal);

        Assert.Equal(["Pääsy omiin tietoihin"], Types(await browser.Get("/staff/requests?who=me")));
        Assert.Contains("tavoite 27.11.2026", browser.Text, StringComparison.Ordinal);
        Assert.Equal(["Tietojen poistaminen", "Valitus tietojen käsittelystä"], Types(await browser.Get("/staff/requests?who=nobody")));
        Assert.Equal(["Tietojen poistaminen"], Types(await browser.Get("/staff/requests?due=Overdue")));
        Assert.Equal(["Valitus tietojen käsittelystä"], Types(await browser.Get("/staff/requests?state=InHand")));
        Assert.Equal(["Tietojen poistaminen"], Types(await browser.Get("/staff/requests?type=Erasure")));
        Assert.Empty(Types(await browser.Get("/staff/requests?type=Portability")));
        Assert.Contains("Näillä rajauksilla ei löytynyt pyyntöjä", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_list_reads_the_index_of_its_order(bool assignedOnly)
    {
        await App.RequestFrom((await Given.Customer()).Id);
        var index = await App.Stored(db => Task.FromResult(db.Model.FindEntityType(typeof(DataSubjectRequest))!.GetIndexes()
            .Single(i => i.Properties[0].Name == (assignedOnly ? "AssignedTo" : "DeadlineOn")).GetDatabaseName()!));

        var plan = await App.Use(async (RegisterContext db) =>
        {
            // In a table without rows every way costs the same: the choice tells something only where there is enough to choose from.
            if (db.Database.IsNpgsql())
                await db.Database.ExecuteSqlRawAsync(ManyRequests(db));
            var where = assignedOnly ? $"\"AssignedTo\" = '{Guid.Empty}' and " : "";
            var sql = $"select * from \"Requests\" where {where}\"DecidedAt\" is null and \"WithdrawnAt\" is null order by \"DeadlineOn\", \"Number\" limit 26";
            await db.Database.OpenConnectionAsync();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = (db.Database.IsNpgsql() ? "explain " : "explain query plan ") + sql;
            var lines = new List<string>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(reader.FieldCount - 1));
            return string.Join('\n', lines);
        });

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_speaks_all_three_languages()
    {
        var customer = await Given.Customer();
        var id = await App.EstablishedRequestFrom(customer.Id);
        var browser = await Given.SignedIn(StaffRole.PrivacyOfficer);

        foreach (var (language, list, title) in new[] { ("sv", "Dataskyddsbegäranden", "Avgörande av begäran"), ("en", "Data protection requests", "Deciding request") })
        {
            browser.Languages = language;
            Assert.Contains(list, (await browser.Get("/staff/requests")).Text, StringComparison.Ordinal);
            Assert.Contains(title, (await browser.Get($"/staff/requests/{id.Value}/decision")).Text, StringComparison.Ordinal);
        }
    }

    // Copies of one request, by fifty accounts, due on thirty days.
    private static string ManyRequests(RegisterContext db)
    {
        var columns = db.Model.FindEntityType(typeof(DataSubjectRequest))!.GetTableMappings().Single().Table.Columns.Select(c => $"\"{c.Name}\"").ToList();
        var values = columns.Select(c => c switch
        {
            "\"Id\"" => "gen_random_uuid()",
            "\"Number\"" => "1000000 + n",
            "\"AssignedTo\"" => "lpad((n % 50)::text, 32, '0')::uuid",
            "\"DeadlineOn\"" => "\"DeadlineOn\" + n % 30",
            _ => c,
        });
        return $"insert into \"Requests\" ({string.Join(", ", columns)}) select {string.Join(", ", values)} from \"Requests\", generate_series(1, 5000) n; analyze \"Requests\"";
    }

    private static List<string> Types(Browser browser) => [.. browser.Page.QuerySelectorAll("tbody tr td:nth-of-type(1)").Select(td => td.TextContent.Trim())];

    private static List<string> Numbers(Browser browser) => [.. browser.Page.QuerySelectorAll("tbody th").Select(th => th.TextContent.Trim())];

    public sealed class OnSqlite() : RequestDeskTests(Engine.Sqlite);

    public sealed class OnPostgres() : RequestDeskTests(Engine.Postgres);
}
