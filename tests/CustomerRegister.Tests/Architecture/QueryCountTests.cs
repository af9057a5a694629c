using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Counts the queries of the pages that are opened most, the sign-in's among them: as many in a full register as in a nearly empty one, and never many.</summary>
public abstract class QueryCountTests(Engine engine) : AppTest(engine)
{
    private readonly CommandCounter counter = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<PostgresRegisterContext>(options => options.AddInterceptors(counter))
            .ConfigureDbContext<SqliteRegisterContext>(options => options.AddInterceptors(counter)),
    };

    [Fact]
    public async Task The_main_pages_ask_as_little_of_a_full_register_as_of_an_empty_one()
    {
        var card = $"/staff/customers/{(await Given.Customer()).Id.Value}";
        (string Page, int Most)[] pages =
        [
            (card, 16), (card + "/orders", 6), (card + "/uses", 6), ("/staff/customers", 6), ("/staff/orders", 6), ("/staff/invoices", 6), ("/staff/organisations", 6), ("/staff/requests", 6), ("/staff", 14),
        ];
        using var browser = await Given.SignedIn(StaffRole.CustomerService, StaffRole.Finance, StaffRole.PrivacyOfficer);
        var before = await Counts();
        for (var i = 0; i < 30; i++)
        {
            await Given.Customer("Aino", $"Virtanen{i}", $"a{i}@posti.example");
            await Given.OrganisationWithContactPerson($"Yritys {i} Oy");
        }

        var after = await Counts();
        Assert.Equal(before, after);
        Assert.All(pages.Zip(after), p => Assert.True(p.Second.Commands <= p.First.Most, $"{p.First.Page} asks {p.Second.Commands} queries."));

        async Task<List<(string Page, int Commands)>> Counts()
        {
            var counts = new List<(string, int)>();
            foreach (var (page, _) in pages)
            {
                var already = counter.Count;
                await browser.Get(page);
                Assert.Equal(System.Net.HttpStatusCode.OK, browser.Status);
                counts.Add((page, counter.Count - already));
            }

            return counts;
        }
    }

    public sealed class OnSqlite() : QueryCountTests(Engine.Sqlite);

    public sealed class OnPostgres() : QueryCountTests(Engine.Postgres);
}
