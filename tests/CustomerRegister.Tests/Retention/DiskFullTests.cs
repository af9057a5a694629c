using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Cli;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Retention;

/// <summary>The embedded database may not grow any more in the middle of a run.</summary>
[Clause("N20")]
public sealed class DiskFullTests() : RetentionTest(Engine.Sqlite)
{
    private readonly Squeeze squeeze = new();

    protected override TestApp NewApp() => new(Database) { Replace = services => services.ConfigureDbContext<SqliteRegisterContext>(o => o.AddInterceptors(squeeze)) };

    // What meets the full disk differs: a row, the search index at the end of a statement, the commit.
    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(14)]
    public async Task Run_says_that_the_disk_is_full_loses_nothing_and_goes_on_when_there_is_room(int pages)
    {
        const int count = 400;
        App.Settings["Retention:BatchSize"] = "10";
        // Of contact persons little goes, and much is noted.
        var people = await PeopleWhoLeft(count);
        await OrganisationOf("Wartian Herkku", people.Select(p => p.Id));
        var run = await Started();
        squeeze.PagesToSpare = pages;

        var (code, error) = await CarryOut();

        Assert.Equal(5, code);
        Assert.Contains("no room left on its disk. Nothing is lost", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        var done = (await ListOf(run)).Count(p => p.Done is not null);
        Assert.InRange(done, 1, count - 1);
        Assert.Equal(done, (await Log(AuditAction.PersonReduced)).Count);
        Assert.Equal(5, (await CarryOut()).Code);

        squeeze.PagesToSpare = null;

        Assert.Equal(0, (await CarryOut()).Code);
        Assert.All(await ListOf(run), p => Assert.Equal(RunOutcome.Kept, p.Done));
        Assert.Equal(count, (await Log(AuditAction.PersonReduced)).Select(e => e.CustomerId).Distinct().Count());
    }

    private async Task<(int Code, string Error)> CarryOut()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { RetentionCommand.Make(App.Services) };
        var code = await root.Parse(["retention", "run", "1"]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, Ct);
        return (code, error.ToString());
    }

    /// <summary>Lets the database grow by so many pages only, as a disk would that is nearly full.</summary>
    private sealed class Squeeze : DbConnectionInterceptor
    {
        private const int Unlimited = 1_073_741_823;
        private int most = Unlimited;

        public int? PagesToSpare { get; set; }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (PagesToSpare is null)
                most = Unlimited;
            else if (most == Unlimited)
                most = await Ask(connection, "pragma page_count") + PagesToSpare.Value;
            await Ask(connection, string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {most}"));
        }

        private static async Task<int> Ask(DbConnection connection, string pragma)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = pragma;
            return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }
    }
}
