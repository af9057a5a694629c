using System.CommandLine;
using System.Text.Json;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Retention from the command line.</summary>
[Clause("N20")]
public abstract class RetentionCommandTests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Preview_says_what_a_run_would_do()
    {
        var people = await PeopleWhoLeft(3);
        await OrganisationOf("Wartian Herkku", people[0].Id);

        var (code, output, _) = await Type("retention", "preview");

        Assert.Equal(0, code);
        Assert.Equal("As of 2026-11-22: 3 due, 2 would be erased, 1 kept.\n  kept on ContactPerson: 1", output);
        Assert.Equal(0, await App.Stored(db => db.RetentionRuns.CountAsync(Ct)));
    }

    [Fact]
    public async Task Preview_as_json_and_as_of_another_day()
    {
        await PeopleWhoLeft(3, on: new DateOnly(2017, 1, 1));

        Assert.Equal(0, Json((await Type("retention", "preview", "--json")).Output).GetProperty("due").GetInt32());
        var json = Json((await Type("retention", "preview", "--as-of", "2027-01-01", "--json")).Output);

        Assert.Equal(("2027-01-01", 3, 3), (json.GetProperty("asOf").GetString(), json.GetProperty("due").GetInt32(), json.GetProperty("erased").GetInt32()));
    }

    [Fact]
    public async Task Two_people_prepare_and_approve_and_the_run_is_carried_out()
    {
        var people = await PeopleWhoLeft(3);
        await OrganisationOf("Wartian Herkku", people[0].Id);
        var (first, second) = (await Given.Staff(StaffRole.PrivacyOfficer), await Given.Staff(StaffRole.PrivacyOfficer));

        var prepared = await Type("retention", "prepare", "--by", first.Email!, "--json");
        Assert.Equal(0, prepared.Code);
        var list = Json(prepared.Output).GetProperty("list").GetString()!;

        Assert.Equal((2, "The run is not approved. A second person approves it first: retention approve."), Refusal(await Type("retention", "run", "1")));
        Assert.Equal((2, "Whoever prepared the run cannot approve it."), Refusal(await Type("retention", "approve", "1", "--by", first.Email!)));
        Assert.Equal(2, (await Type("retention", "approve", "1", "--by", second.Email!, "--list", new string('0', 64))).Code);
        Assert.Equal(0, (await Type("retention", "approve", "1", "--by", second.Email!, "--list", list)).Code);
        var ran = await Type("retention", "run", "1");

        Assert.Equal(0, ran.Code);
        Assert.StartsWith("Run 1 as of 2026-11-22 is Finished: 3 due, 2 erased, 1 kept.\n  kept on ContactPerson: 1\nList ", ran.Output, StringComparison.Ordinal);
        Assert.Equal(people[0].Id, await App.Stored(db => db.Customers.Select(c => c.Id).SingleAsync(Ct)));
        Assert.Equal((2, "The run has been carried out already."), Refusal(await Type("retention", "run", "1")));
    }

    [Fact]
    public async Task Run_is_followed_sent_back_paused_and_reported()
    {
        await PeopleWhoLeft(2);
        var (first, second) = (await Given.Staff(StaffRole.PrivacyOfficer), await Given.Staff(StaffRole.PrivacyOfficer));
        Assert.Equal((0, "No run is open."), Answer(await Type("retention", "status")));
        await Type("retention", "prepare", "--by", first.Email!);
        Assert.Equal((3, "Run 1 as of 2026-11-22 is Prepared: 0 of 2 done."), Answer(await Type("retention", "status")));
        Assert.Equal((2, "Whoever prepared the run discards it instead."), Refusal(await Type("retention", "send-back", "1", "--by", first.Email!, "--reason", "x")));
        Assert.Equal(0, (await Type("retention", "send-back", "1", "--by", second.Email!, "--reason", "Wrong day")).Code);
        Assert.Equal((2, "The run was discarded."), Refusal(await Type("retention", "run", "1")));

        await Type("retention", "prepare", "--by", first.Email!);
        await Type("retention", "approve", "2", "--by", second.Email!);
        Assert.Equal((2, "The run is not under way: it is Approved."), Refusal(await Type("retention", "pause", "2", "--by", first.Email!)));
        await App.Use(async (StartRetentionRun start) => await start.Run((await App.Stored(db => db.RetentionRuns.SingleAsync(r => r.Number == 2, Ct))).Id, Job, Ct));
        Assert.Equal(0, (await Type("retention", "pause", "2", "--by", first.Email!)).Code);
        Assert.Equal((2, "The run is paused. Somebody resumes it first: retention resume."), Refusal(await Type("retention", "run", "2")));
        Assert.Equal(4, (await Type("retention", "status", "2", "--json")).Code);
        Assert.Equal((2, "The run is not finished: it is Paused."), Refusal(await Type("retention", "report", "2")));
        Assert.Equal(0, (await Type("retention", "resume", "2", "--by", first.Email!)).Code);
        Assert.Equal(0, (await Type("retention", "run", "2")).Code);

        var report = Json((await Type("retention", "report", "2", "--json")).Output);
        Assert.Equal((2, 0, "Sanna Sihteeri"), (report.GetProperty("done").GetProperty("Erased").GetInt32(), report.GetProperty("changed").GetInt32(), report.GetProperty("approvedBy").GetString()));
        Assert.Contains("  Erased: 2 planned, 2 done\n", (await Type("retention", "report", "2")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "Run 2 as of 2026-11-22 is Finished: 2 of 2 done."), Answer(await Type("retention", "status", "2")));
    }

    [Fact]
    public async Task Only_staff_with_the_permission_and_the_undertaking_give_commands()
    {
        await PeopleWhoLeft(1);
        var unsigned = await Given.StaffWithoutUndertaking(StaffRole.PrivacyOfficer);
        var service = await Given.Staff(StaffRole.CustomerService);

        Assert.Equal((2, "No member of staff with that e-mail address has an account in force."), Refusal(await Type("retention", "prepare", "--by", "nobody@example.fi")));
        Assert.Equal((2, "The account has no permission PrepareRetention."), Refusal(await Type("retention", "prepare", "--by", service.Email!)));
        Assert.Equal((2, "The account's owner has not signed the undertaking in force."), Refusal(await Type("retention", "prepare", "--by", unsigned.Email!)));
        Assert.Equal(0, await App.Stored(db => db.RetentionRuns.CountAsync(Ct)));
    }

    [Fact]
    public async Task Number_of_no_run_is_refused() =>
        Assert.Equal((2, "There is no run with that number."), Refusal(await Type("retention", "run", "4711")));

    private async Task<(int Code, string Output, string Error)> Type(params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var root = new RootCommand { RetentionCommand.Make(App.Services) };
        var code = await root.Parse(words).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Ct);
        return (code, output.ToString().Trim(), error.ToString().Trim());
    }

    private static (int, string) Refusal((int Code, string Output, string Error) result) => (result.Code, result.Error);

    private static (int, string) Answer((int Code, string Output, string Error) result) => (result.Code, result.Output);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public sealed class OnSqlite() : RetentionCommandTests(Engine.Sqlite);

    public sealed class OnPostgres() : RetentionCommandTests(Engine.Postgres);
}
