using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CustomerRegister.Audit;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Benchmarks;

/// <summary>The real program over a benchmark's register, and a member of staff who has signed in to it.</summary>
internal sealed partial class RegisterOverHttp : IAsyncDisposable
{
    private const string Email = "mittaaja@esimerkki.example";
    private const string Password = "mittanauha ja sekuntikello";

    private readonly ServedProgram program;
    private readonly string data;

    private RegisterOverHttp(ServedProgram program, string data) => (this.program, this.data) = (program, data);

    public static async Task<RegisterOverHttp> Start(BenchmarkRegister register, CancellationToken ct)
    {
        var source = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/CustomerRegister.Web"));
        var built = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;
        var data = Directory.CreateTempSubdirectory("cr-bench-app-").FullName;
        var program = await ServedProgram.Start(
            Path.Combine(source, "bin", built, "net10.0", "CustomerRegister.Web.dll"), source, ["--urls", "http://127.0.0.1:0"],
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Database__Provider"] = register.Engine.ToString(),
                ["Database__ConnectionString"] = register.ConnectionString,
                ["Data__Folder"] = data,
                ["Demo__Enabled"] = "false",
                ["Jobs__Enabled"] = "false",
                ["Mail__Transport"] = "Folder",
                ["Mail__Folder"] = Path.Combine(data, "mail"),
                ["PublicUrl"] = "http://127.0.0.1",
            }, ct);
        var served = new RegisterOverHttp(program, data);
        try
        {
            // The program has laid down the undertaking that the account signs.
            await OpenAccount(register, ct);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that is signed in.</summary>
    public async Task<SignedInClient> SignIn(CancellationToken ct)
    {
        var http = program.Client();
        var page = await http.GetStringAsync("/account/signin", ct);
        using var answer = await http.PostAsync("/account/signin", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Email"] = Email,
            ["Password"] = Password,
            ["__RequestVerificationToken"] = TokenOf(page),
        }), ct);
        var home = await http.GetStringAsync("/staff", ct);
        return home.Contains("role=\"search\"", StringComparison.Ordinal)
            ? new SignedInClient(http, TokenOf(home))
            : throw new InvalidOperationException($"The benchmark's account could not sign in: {answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    private static string TokenOf(string page) => WebUtility.HtmlDecode(Token().Match(page).Groups[1].Value);

    private static async Task OpenAccount(BenchmarkRegister register, CancellationToken ct)
    {
        await using var db = register.Open();
        if (await db.Users.AnyAsync(a => a.Email == Email, ct))
            return;
        var clock = TimeProvider.System;
        var account = StaffAccount.Open(Guid.CreateVersion7(), "Mikko Mittaaja", Email, "Esimerkki Oy", clock.Today(), clock.Today().AddYears(1), [StaffRole.CustomerService]);
        (account.NormalizedEmail, account.NormalizedUserName) = (Email.ToUpper(CultureInfo.InvariantCulture), Email.ToUpper(CultureInfo.InvariantCulture));
        account.SecurityStamp = Guid.CreateVersion7().ToString("N");
        account.PasswordHash = new PasswordHasher<StaffAccount>().HashPassword(account, Password);
        db.Add(account);
        await db.SaveChangesAsync(ct);
        var newest = await db.Undertakings.MaxAsync(u => u.Version, ct);
        await new SignUndertaking(db, clock).Run(new SignUndertakingCommand(account.Id, newest, Language.Fi), new Actor(ActorKind.Staff, account.Id, "CustomerService", "undertaking"), ct);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Token();
}

internal sealed record SignedInClient(HttpClient Http, string Token) : IDisposable
{
    /// <summary>Sends the words from the search box, and reads the page to which that leads.</summary>
    public async Task Search(string words, CancellationToken ct)
    {
        using var answer = await Http.PostAsync("/staff/search", new FormUrlEncodedContent(new Dictionary<string, string> { ["query"] = words, ["__RequestVerificationToken"] = Token }), ct);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(ct);
    }

    public async Task Get(string address, CancellationToken ct)
    {
        using var answer = await Http.GetAsync(address, ct);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Where the results of a search are: the page that is loaded again by turning back to it.</summary>
    public async Task<string> ResultsOf(string words, CancellationToken ct)
    {
        using var answer = await Http.PostAsync("/staff/search", new FormUrlEncodedContent(new Dictionary<string, string> { ["query"] = words, ["__RequestVerificationToken"] = Token }), ct);
        answer.EnsureSuccessStatusCode();
        return answer.RequestMessage!.RequestUri!.PathAndQuery;
    }

    public void Dispose() => Http.Dispose();
}
