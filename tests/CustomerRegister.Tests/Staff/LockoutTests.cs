using System.Diagnostics;
using CustomerRegister.Audit;
using CustomerRegister.Credentials;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Staff;

public abstract class LockoutTests(Engine engine) : AppTest(engine)
{
    private async Task<bool> Enters(string email, string password)
    {
        using var browser = App.Browser();
        await browser.Get("/account/signin");
        await browser.Submit(Given.SignInForm, ("Email", email), ("Password", password));
        return browser.Address == "/staff";
    }

    private async Task Guess(StaffAccount account, int times = Lockout.BeforeLocking)
    {
        for (var i = 0; i < times; i++)
            Assert.False(await Enters(account.Email!, $"arvaus numero {i}"));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_minute_and_the_next_five_for_longer()
    {
        var account = await Given.Staff(StaffRole.CustomerService);

        for (var lockouts = 0; lockouts < 3; lockouts++)
        {
            await Guess(account);
            App.Clock.Advance(Lockout.After(lockouts) - TimeSpan.FromSeconds(1));
            Assert.False(await Enters(account.Email!, Given.Password));
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await Enters(account.Email!, Given.Password));
        Assert.Equal(3, await App.Stored(db => db.AuditEntries.CountAsync(e => e.Action == AuditAction.StaffLocked && e.SubjectId == account.Id)));
        // Signed in: the next lock is short again.
        await Guess(account);
        App.Clock.Advance(Lockout.FirstLock);
        Assert.True(await Enters(account.Email!, Given.Password));
    }

    [Fact]
    public void The_delay_doubles_up_to_an_hour()
    {
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 8).Select(n => Lockout.After(n).TotalMinutes));
        Assert.Equal(60, Lockout.After(int.MaxValue).TotalMinutes);
    }

    [Fact]
    public async Task Guesses_sent_at_the_same_moment_are_all_counted()
    {
        var account = await Given.Staff(StaffRole.CustomerService);

        var tried = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => App.Use((SignInAttempts attempts) => attempts.Begin(account.Id, CancellationToken.None))));

        Assert.Equal(Lockout.BeforeLocking, tried.Count(may => may));
    }

    [Fact]
    public async Task Names_that_are_unknown_closed_or_without_a_password_take_as_long_as_a_known_one()
    {
        await using var app = new TestApp(Database) { Replace = services => services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 150_000) };
        var given = new Given(app);
        var known = await given.Staff(StaffRole.CustomerService);
        var closed = await given.Staff(StaffRole.CustomerService);
        var invited = await given.Staff(StaffRole.CustomerService);
        await app.Use((RegisterContext db) => db.Users.Where(a => a.Id == invited.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, (string?)null)));
        await given.Staff(StaffRole.Administrator);
        await app.Use((CloseStaffAccount close) => close.Run(closed.Id, Actor.System("test", "account"), CancellationToken.None));
        // By turns, and the quickest of each: what else the machine does meanwhile falls out, sooner or later. A real difference never does.
        string[] names = [known.Email!, "nobody@example.fi", closed.Email!, invited.Email!];
        var quickest = names.ToDictionary(name => name, _ => double.MaxValue);
        for (var round = 0; round < 6 || (round < 40 && !names.All(name => AsLong(name))); round++)
        {
            foreach (var name in names)
                quickest[name] = Math.Min(quickest[name], await Milliseconds(app, name));
        }

        Assert.All(names, name => Assert.True(AsLong(name), $"{name}: {quickest[name]} ms, a known name {quickest[known.Email!]} ms"));

        // The hash is the long part: without it an answer would come in a tenth of the time.
        bool AsLong(string name) => quickest[name] / quickest[known.Email!] is >= 0.4 and <= 2.5;
    }

    private static async Task<double> Milliseconds(TestApp app, string email)
    {
        var started = Stopwatch.GetTimestamp();
        Assert.False((await app.Use((SignInStaff signIn) => signIn.Run(email, "väärä salasana tämä", CancellationToken.None))).Succeeded);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    [Fact]
    public async Task One_network_cannot_send_sign_in_forms_without_end()
    {
        await using var app = new TestApp(Database) { Settings = { ["RateLimits:StaffSignInsPerNetwork"] = "3" } };
        using var browser = app.Browser();
        var answers = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            await browser.Get("/account/signin");
            Assert.True(browser.Response.IsSuccessStatusCode);
            await browser.Submit(Given.SignInForm, ("Email", $"name{i}@example.fi"), ("Password", "sama salasana kaikille"));
            answers.Add((int)browser.Status);
        }

        Assert.Equal([200, 200, 200, 429, 429], answers);
    }

    public sealed class OnSqlite() : LockoutTests(Engine.Sqlite);

    public sealed class OnPostgres() : LockoutTests(Engine.Postgres);
}
