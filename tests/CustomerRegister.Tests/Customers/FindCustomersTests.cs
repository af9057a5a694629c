using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Customers;

public abstract class FindCustomersTests(Engine engine) : CustomerTest(engine)
{
    [Theory]
    [InlineData("Koskitalo")]
    [InlineData("koskitalo pirkko")]
    [InlineData("Pirkko Koskitalo")]
    [InlineData("wartian")]
    [InlineData("herkku pirkko")]
    [InlineData("981-443655")]
    [InlineData("981 443 655")]
    [InlineData("oulu")]
    [InlineData("90110")]
    [InlineData("torikatu 38")]
    [InlineData("pirkko@wartian.example")]
    [InlineData("ko")]
    [InlineData("ko pi wa")]
    public async Task A_contact_person_is_found_by_any_of_their_words_in_any_order(string words)
    {
        var pirkko = await Person("Pirkko", "Koskitalo", PhoneOf("981-443655").Of);
        await Role(pirkko, await Organisation("Wartian Herkku"));
        await Change(pirkko, c =>
        {
            c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Torikatu 38", "90110", "Oulu", null, "Finland"), Told, Clock));
            c.ChangeEmail(EmailAddress.Parse("pirkko@wartian.example"), Told);
        });
        await Person("Matti", "Meikäläinen");

        var found = await Find(words);

        var row = Assert.Single(found.Rows);
        Assert.Equal(1, found.Count);
        Assert.Equal((pirkko.Id, "Pirkko Koskitalo", "Oulu"), (row.Id, row.FullName, row.City));
        Assert.Equal([new FoundOrganisation("Wartian Herkku", true)], row.Organisations);
    }

    [Theory]
    [InlineData("hamalainen")]
    [InlineData("HÄMÄLÄINEN åsa")]
    [InlineData("Asa Hämäläi")]
    public async Task Accents_and_case_make_no_difference(string words)
    {
        await Person("Åsa", "Hämäläinen");
        await Person("Matti", "Virtanen");

        Assert.Equal("Åsa Hämäläinen", Assert.Single((await Find(words)).Rows).FullName);
    }

    [Theory]
    [InlineData("040 123 4567")]
    [InlineData("0401234567")]
    [InlineData("+358401234567")]
    [InlineData("+358 (0)40 123 4567")]
    [InlineData("00358 40 123 4567")]
    [InlineData("00358401234567")]
    [InlineData("1234567")]
    public async Task A_phone_number_is_found_in_any_writing(string words)
    {
        await Person("Aino", "Virtanen", PhoneOf("040-1234567", PhoneKind.Mobile).Of);
        await Person("Matti", "Virtanen", PhoneOf("050 765 4321", PhoneKind.Mobile).Of);

        Assert.Equal("Aino Virtanen", Assert.Single((await Find(words)).Rows).FullName);
    }

    [Fact]
    public async Task A_customer_is_found_by_number()
    {
        var aino = await Person("Aino", "Virtanen");
        await Person("Matti", "Virtanen");

        Assert.Equal(aino.Id, Assert.Single((await Find($" {aino.Number} ")).Rows).Id);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("*")]
    [InlineData("\"")]
    [InlineData("' ; --")]
    [InlineData("\\")]
    [InlineData("_")]
    [InlineData("\u0000")]
    [InlineData("\ud800")]
    public async Task Signs_alone_find_nobody(string words)
    {
        await Person("Aino", "Virtanen");

        Assert.Empty((await Find(words)).Rows);
    }

    [Theory]
    [InlineData("virtanen\" OR \"x")]
    [InlineData("virtanen NOT aino")]
    [InlineData("NEAR(aino virtanen)")]
    [InlineData("SearchText:virtanen")]
    [InlineData("virtanen'; drop table \"Customers\"; --")]
    public async Task Operators_are_words_like_any_other(string words)
    {
        await Person("Aino", "Virtanen");

        // Each holds a word that the person does not have.
        Assert.Empty((await Find(words)).Rows);
        Assert.Single((await Find("virtanen* \"aino\"")).Rows);
    }

    [Fact]
    public async Task Far_too_much_text_is_cut_and_finds_nobody_without_failing()
    {
        await Person("Aino", "Virtanen");

        Assert.Empty((await Find(string.Join(' ', Enumerable.Range(0, 500).Select(i => $"sana{i}")))).Rows);
        Assert.Empty((await Find(new string('a', 100_000))).Rows);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("vi")]
    [InlineData("v")]
    [InlineData("virtanen")]
    [InlineData("irtan")]
    public async Task Turning_pages_shows_everybody_once_in_order_there_and_back(string? words)
    {
        // Namesakes across the ends of pages: only the number tells them apart.
        var people = new List<Customer>();
        for (var i = 0; i < 60; i++)
            people.Add(await Person(i % 3 == 0 ? "Aino" : "Matti", i % 7 == 0 ? "Virtanen-Åberg" : "Virtanen"));

        var there = await Turn(words, from: null, page => page.Next);
        var back = await Turn(words, there[^1].Previous, page => page.Previous);

        Assert.Equal([25, 25, 10], there.Select(p => p.Rows.Count));
        Assert.All(there, page => Assert.Equal(60, page.Count));
        var shown = there.SelectMany(p => p.Rows).ToList();
        Assert.Equal(60, shown.Select(r => r.Id).Distinct().Count());
        Assert.Equal(people.OrderBy(p => p.SortName, StringComparer.Ordinal).ThenBy(p => p.Number).Select(p => p.Number), shown.Select(r => r.Number));
        Assert.Null(there[0].Previous);
        Assert.Equal([.. there[..^1].Reverse<FoundCustomers>().Select(p => p.Rows[0].Id)], back.Select(p => p.Rows[0].Id));
        Assert.Null(back[^1].Previous);
        Assert.NotNull(back[^1].Next);
    }

    [Fact]
    public async Task More_than_a_thousand_are_not_counted_to_the_end()
    {
        await using var db = Database.Open();
        var first = await db.TakeNumber(NumberSeries.Customers, CancellationToken.None, 1100);
        db.AddRange(Enumerable.Range(0, 1100).Select(i => Customer.Register(EntityKey.New<CustomerId>(Clock), first + i, "Aino", "Virtanen", Language.Fi, Today, Told)));
        db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerRegistered, Clock));
        await db.SaveChangesAsync();

        Assert.Equal(FindCustomers.MostCounted + 1, (await Find("virtanen")).Count);
    }

    [Fact]
    public async Task An_organisation_of_before_still_finds_the_person_and_says_so()
    {
        var aino = await Person("Aino", "Virtanen");
        await Role(aino, await Organisation("Entinen Oy"), to: new DateOnly(2024, 5, 5));

        Assert.Equal([new FoundOrganisation("Entinen Oy", false)], Assert.Single((await Find("entinen")).Rows).Organisations);
    }

    [Fact]
    public async Task A_search_is_logged_without_its_words()
    {
        await Person("Aino", "Virtanen");

        await Find("virtanen");

        var entry = Assert.Single(await Log(AuditAction.CustomersSearched));
        Assert.Equal((Clerk.Id, Clerk.Role, "customer-care", null, null, null), (entry.ActorId, entry.ActorRole, entry.Purpose, entry.Fields, entry.CustomerId, entry.SubjectId));
    }

    private async Task<FoundCustomers> Find(string? words, CustomerCursor? from = null)
    {
        await using var db = Database.Open();
        return await new FindCustomers(db, Clock).Run(new FindCustomersQuery(words, from), Clerk, CancellationToken.None);
    }

    private async Task<List<FoundCustomers>> Turn(string? words, CustomerCursor? from, Func<FoundCustomers, CustomerCursor?> next)
    {
        var pages = new List<FoundCustomers>();
        do
        {
            pages.Add(await Find(words, from));
            from = next(pages[^1]);
        }
        while (from is not null && pages.Count < 10);
        return pages;
    }

    private async Task Change(Customer customer, Action<Customer> change)
    {
        await using var db = Database.Open();
        var stored = await CustomerDetailsOf(db, customer);
        change(stored);
        db.AddRange(stored.Addresses);
        db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerChanged, Clock));
        await db.SaveChangesAsync();
    }

    private static async Task<Customer> CustomerDetailsOf(RegisterContext db, Customer customer)
    {
        var stored = (await db.Customers.FindAsync(customer.Id))!;
        await db.Entry(stored).Collection(c => c.Phones).LoadAsync();
        await db.Entry(stored).Collection(c => c.ContactRoles).LoadAsync();
        foreach (var role in stored.ContactRoles)
            await db.Entry(role).Reference(r => r.Organisation).LoadAsync();
        return stored;
    }

    public sealed class OnSqlite() : FindCustomersTests(Engine.Sqlite);

    public sealed class OnPostgres() : FindCustomersTests(Engine.Postgres);
}
