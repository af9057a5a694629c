using System.Collections.Frozen;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Imports;
using CustomerRegister.Mail;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Counts the queries of the pages that are opened most, the sign-in's among them: as many in a full register as in a nearly empty one, and never many.</summary>
public abstract class QueryCountTests(Engine engine) : AppTest(engine)
{
    // More than a page shows of anything.
    private const int Rows = 60;

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
        await AssertAsManyAfter(browser, pages, async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                await Given.Customer("Aino", $"Virtanen{i}", $"a{i}@posti.example");
                await Given.OrganisationWithContactPerson($"Yritys {i} Oy");
            }
        });
    }

    [Fact]
    public async Task A_customers_own_pages_ask_as_little_for_one_with_much_history_as_for_a_new_one()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var request = $"/my/requests/{(await App.RequestFrom(customer.Id, RequestType.Complaint)).Value}";
        (string Page, int Most)[] pages = [("/my", 24), ("/my/consents", 8), ("/my/uses", 5), ("/my/requests", 4), ("/my/requests/new", 4), (request, 8)];
        using var browser = await App.Entered(customer);
        await AssertAsManyAfter(browser, pages, () => App.Use(async (RegisterContext db) =>
        {
            var purposes = await db.Purposes.Select(p => p.Id).ToListAsync();
            var (orders, requests) = (await db.TakeNumber(NumberSeries.Orders, default, Rows), await db.TakeNumber(NumberSeries.Requests, default, Rows));
            foreach (var i in Enumerable.Range(0, Rows))
            {
                var order = Order.Place(EntityKey.New<OrderId>(App.Clock), orders + i, customer.Id, null, new DateOnly(2026, 1, 1), "EUR");
                order.AddLine($"Tuote {i}", 1, 1, 0);
                var asked = DataSubjectRequest.File(EntityKey.New<RequestId>(App.Clock), requests + i, customer.Id, RequestType.Access, Channel.Letter, App.Clock.Today(), Language.Fi, null, null);
                asked.Withdraw(App.Clock.Now());
                db.AddRange(order, asked);
                db.Add(ConsentDecision.Of(customer.Id, purposes[i % purposes.Count], i % 2 == 0, Channel.Portal, new string('a', 64), App.Clock));
                db.Add(RequestMessage.Of(new(Guid.Parse(request.Split('/')[^1])), RequestSide.Person, $"Viesti {i}", App.Clock));
                db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerViewed, App.Clock, customer.Id));
                App.Clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            await db.SaveChangesAsync();
        }));

        // All of it is told, but not all at once.
        await browser.Get("/my");
        Assert.Equal(ViewOwnData.MostRows, browser.Page.QuerySelectorAll("#Orders details")[0].QuerySelectorAll("tbody tr").Length);
        Assert.Contains($"kaikkiaan {Rows}", browser.Page.QuerySelector("#Orders summary")!.TextContent, StringComparison.Ordinal);
        string[] cells = [.. browser.Page.QuerySelectorAll("#Orders td").Select(cell => cell.TextContent.Trim())];
        Assert.Contains($"Tuote {Rows - 1}", cells);
        Assert.DoesNotContain("Tuote 0", cells);
    }

    [Fact]
    public async Task Paper_disclosures_imports_and_statistics_ask_as_little_of_a_full_register_as_of_an_empty_one()
    {
        var customer = await Given.Customer();
        var import = Import.Prepare(EntityKey.New<ImportId>(App.Clock), ImportKind.Updates, "DVV", SourceKind.Authority, null, App.Clock.Now());
        var place = PaperPlace.Open(EntityKey.New<PaperPlaceId>(App.Clock), "Arkistokaappi", PaperLock.Key, FireProtection.S60P);
        await App.Use(async (RegisterContext db) =>
        {
            db.AddRange(import, place);
            db.Add(Arranged());
            await db.SaveChangesAsync();
            await db.Imports.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, ImportState.Running));
            db.ChangeTracker.Clear();
            (await db.Imports.SingleAsync()).Finish(ImportSettings.Of(new(null, null), new Dictionary<ImportField, int> { [ImportField.FirstName] = 0, [ImportField.LastName] = 1 }, "EUR", []), new(0, 0, 1), new(), App.Clock.Now());
            db.Add(Arranged());
            await db.SaveChangesAsync();
        });
        await Fill(1);
        var file = $"/staff/imports/{import.Id.Value}";
        (string Page, int Most)[] pages =
        [
            ("/staff/paper", 6), ("/staff/paper/shredding", 6), ("/staff/paper/destroyed", 6), ($"/staff/customers/{customer.Id.Value}/disclosures", 7), ("/staff/requests/recipients", 6),
            ("/admin/recipients", 6), ("/staff/imports", 6), (file, 8), (file + "/forgotten", 7), ("/staff/statistics", 6),
        ];
        using var browser = await Given.SignedIn(await Given.Holding(await Given.Staff(Enum.GetValues<StaffRole>()), Permission.HandlePaperRecords));
        await AssertAsManyAfter(browser, pages, () => Fill(Rows));

        Task Fill(int rows) => App.Use(async (RegisterContext db) =>
        {
            var (papers, rejections, clerk) = (await db.TakeNumber(NumberSeries.PaperRecords, default, 3 * rows), await db.ImportRejections.CountAsync(), Guid.CreateVersion7());
            var figures = await db.StatisticFigures.CountAsync();
            for (var i = 0; i < rows; i++)
            {
                var paper = Enumerable.Range(0, 3).Select(n => PaperRecord.Keep(EntityKey.New<PaperRecordId>(App.Clock), papers + 3 * i + n, customer.Id, PaperKind.EventContact, "Messut", place.Id, App.Clock.Today())).ToList();
                db.AddRange(paper);
                paper[1].GiveUp(App.Clock.Now());
                paper[2].GiveUp(App.Clock.Now());
                paper[2].ConfirmDestruction(App.Clock.Today(), clerk);
                var recipient = Recipient.Add(EntityKey.New<RecipientId>(App.Clock), $"Perintä {rows} {i} Oy", EmailAddress.Parse($"a{rows}-{i}@perinta.example"), Language.Fi);
                db.Add(recipient);
                db.Add(Disclosure.Of(customer.Id, recipient, DataCategory.Name, App.Clock.Today(), DisclosureGround.DebtCollection, null, App.Clock));
                var mail = OutgoingEmail.To(recipient.Email, null, Language.Fi, "Aihe", "Teksti", App.Clock);
                var notices = Enumerable.Range(0, 2).Select(_ => RecipientNotice.Of(recipient, customer.Id, RecipientNoticeKind.Restricted, [DataCategory.Name], null, null, null, App.Clock)).ToList();
                notices.ForEach(n => n.Mailed(mail.Id, LinkSecret.New().Hash, App.Clock.Now()));
                notices[1].Settle(NoticeOutcome.ToldOtherwise, App.Clock.Today(), App.Clock.Now());
                db.Add(mail);
                db.AddRange(notices);
                db.Add(Import.Prepare(EntityKey.New<ImportId>(App.Clock), ImportKind.Customers, "Vanha", SourceKind.Partner, clerk, App.Clock.Now()));
                db.Add(ImportRejection.Of(import.Id, rejections + i + 1, i + 2, new(ImportReason.Forgotten)));
                db.Add(RejectedRow.Of(import.Id, new(i + 2, ["Aino", "Virtanen"], null, FrozenDictionary<string, int>.Empty), customer.Id, isForgotten: true, App.Clock));
                db.Add(StatisticFigure.Of(StatisticTopic.VisitsByMonth, figures + i + 1, $"{2000 + i}-01", 5, null, null, App.Clock.Now()));
                App.Clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            db.Add(Arranged());
            await db.SaveChangesAsync();
        });

        AuditEntry Arranged() => AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerChanged, App.Clock, customer.Id);
    }

    [Fact]
    public async Task The_years_file_of_evidence_asks_as_little_of_many_requests_as_of_a_few()
    {
        var customer = await Given.Customer();
        await File(1);
        var few = await Asked();
        await File(20);

        Assert.Equal(few, await Asked());

        async Task<int> Asked()
        {
            var already = counter.Count;
            await App.Use((EvidenceFile evidence) => evidence.Write(App.Clock.Today().Year, new MemoryStream(), Actor.System("test", "arranging"), default));
            return counter.Count - already;
        }

        async Task File(int pairs)
        {
            for (var i = 0; i < pairs; i++)
            {
                await App.RequestFrom(customer.Id, RequestType.Access);
                await App.RequestFrom(customer.Id, RequestType.Objection);
                await App.Use(async (RegisterContext db) => await db.Requests.ExecuteUpdateAsync(r => r.SetProperty(x => x.Signature!.Seal, new string('b', 64))));
            }
        }
    }

    private async Task AssertAsManyAfter(Browser browser, (string Page, int Most)[] pages, Func<Task> fill)
    {
        var before = await Counts();
        await fill();
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
