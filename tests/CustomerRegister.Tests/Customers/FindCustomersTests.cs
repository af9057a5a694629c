using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

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
        await Many(1100, "Aino", "Virtanen");

        Assert.Equal(FindCustomers.MostCounted + 1, (await Find("virtanen")).Count);
    }

    [Fact]
    public async Task A_name_that_many_share_is_listed_in_order_beside_those_whom_it_merely_touches()
    {
        await Many(1100, "Aino", "Virtanen");
        var before = await Person("Maija", "Aalto");
        await Change(before, c => c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Virtapolku 1", "90110", "Oulu", null, "Finland"), Told, Clock)));
        var after = await Person("Virta", "Zetterberg");

        var first = await Find("virta");
        Assert.Equal((before.Id, FindCustomers.MostCounted + 1), (first.Rows[0].Id, first.Count));
        Assert.Equal(FindCustomers.PageSize - 1, first.Rows.Count(r => r.FullName == "Aino Virtanen"));
        var last = await Find("virta", new CustomerCursor("zz", 0, Backwards: true));
        Assert.Equal(after.Id, last.Rows[^1].Id);
        Assert.Equal(FindCustomers.PageSize - 1, last.Rows.Count(r => r.FullName == "Aino Virtanen"));
        // The same in the middle of the word, and by the first name: read in order until the page is full.
        Assert.Equal(first.Rows.Skip(1).Select(r => r.Id), (await Find("irtan")).Rows.Take(24).Select(r => r.Id));
        Assert.Equal("Aino Virtanen", (await Find("aino", new CustomerCursor("zz", 0, Backwards: true))).Rows[^1].FullName);
        Assert.Equal(after.Id, (await Find("virta", order: CustomerOrder.Newest)).Rows[0].Id);
        Assert.Equal(first.Rows.Skip(1).Select(r => r.Id), (await Find("virta aino")).Rows.Take(24).Select(r => r.Id));
    }

    [Fact]
    public async Task Every_search_finds_exactly_whose_words_hold_its_terms_in_either_order_and_under_any_filter()
    {
        string[] first = ["Aino", "Väinö", "Virpi", "Kaarina"], last = ["Virtanen", "Ainola", "Koski", "Uusivirta", "von Essen"];
        var people = new List<Customer>();
        for (var i = 0; i < 60; i++)
        {
            people.Add(await Person(first[i % first.Length], last[i % last.Length], c =>
            {
                if (i % 3 == 0)
                    c.EndRelationship(new DateOnly(2024, 1, 1));
                if (i % 2 == 0)
                    c.ChangeEmail(EmailAddress.Parse($"{(i % 4 == 0 ? "virta" : "koski")}{i}@posti.example"), Told);
            }));
        }

        foreach (var words in new[] { null, "v", "vi", "virta", "aino", "aino v", "virta aino", "posti virta", "koski posti 4", "xyz" })
        {
            foreach (var filter in new[] { CustomerFilter.None, new CustomerFilter(RelationshipState.Ended, WithoutEmail: true), new CustomerFilter(Language: Language.Sv) })
            {
                var meant = people.Where(c => Holds(c, words) && (filter.Relationship is null || filter.Relationship == RelationshipState.Ended == c.RelationshipEnd is not null)
                    && (!filter.WithoutEmail || c.Email is null) && filter.Language is null or Language.Fi).ToList();
                foreach (var order in Enum.GetValues<CustomerOrder>())
                {
                    var expected = (order == CustomerOrder.Newest ? meant.OrderByDescending(c => c.Number) : meant.OrderBy(c => c.SortName, StringComparer.Ordinal).ThenBy(c => c.Number)).Select(c => c.Number).ToList();
                    var shown = await Turn(words, from: null, page => page.Next, filter, order);
                    Assert.True(expected.SequenceEqual(shown.SelectMany(p => p.Rows).Select(r => r.Number)), $"{words} {filter} {order}");
                    Assert.Equal(expected.Count, shown[0].Count);
                }
            }
        }

        static bool Holds(Customer c, string? words) => SearchText.Tokens(words).All(term => SearchText.Tokens($"{c.LastName} {c.FirstName} {c.Email}").Append(c.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Any(word => term.Length < 3 && !term.All(char.IsAsciiDigit) ? word.StartsWith(term, StringComparison.Ordinal) : word.Contains(term, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_filters_for_contact_persons_and_unpaid_invoices_know_them()
    {
        var contact = await Person("Aino", "Yhteys");
        await Role(contact, await Organisation("Ison Oy"));
        var former = await Person("Eino", "Entinen");
        await Role(former, await Organisation("Pieni Oy"), to: new DateOnly(2024, 5, 5));

        Assert.Equal(contact.Id, Assert.Single((await Find(null, filter: new CustomerFilter(ContactPersons: true))).Rows).Id);
        Assert.Empty((await Find("yhteys", filter: new CustomerFilter(UnpaidInvoices: true))).Rows);
        Assert.Empty((await Find(null, filter: new CustomerFilter(UndeliverableMail: true))).Rows);
        Assert.Empty((await Find(null, filter: new CustomerFilter(Protected: true))).Rows);
    }

    [Fact]
    public async Task The_filter_for_the_restricted_shows_them_until_the_restriction_is_lifted()
    {
        var aino = await Person("Aino", "Virtanen");
        await Person("Eino", "Virtanen");
        var restriction = Restriction.Place(aino.Id, RestrictionReason.AccuracyContested, null, Clock);
        await Save(db => Task.FromResult(db.Add(restriction)));
        var restricted = new CustomerFilter(Restricted: true);

        Assert.Equal(aino.Id, Assert.Single((await Find("virtanen", filter: restricted)).Rows).Id);
        Assert.Equal(aino.Id, Assert.Single((await Find(null, filter: restricted)).Rows).Id);
        await Stored(db => db.Restrictions.ExecuteUpdateAsync(s => s.SetProperty(r => r.LiftedAt, Clock.Now())));
        Assert.Empty((await Find("virtanen", filter: restricted)).Rows);
    }

    [Fact]
    public async Task What_is_read_in_order_from_a_place_begins_like_the_list_itself()
    {
        for (var i = 0; i < 12; i++)
            await Person(i % 2 == 0 ? "Aino" : "Matti", $"Virtanen{i % 3}");
        await using var db = Database.Open();
        var middle = await db.Customers.OrderBy(c => c.SortName).ThenBy(c => c.Number).Skip(5).FirstAsync();

        foreach (var order in Enum.GetValues<CustomerOrder>())
        {
            foreach (var from in new CustomerCursor?[] { null, new(middle.SortName, middle.Number, Backwards: false), new(middle.SortName, middle.Number, Backwards: true) })
            {
                var list = await db.Customers.From(order, from).Select(c => c.Number).ToListAsync();
                foreach (var count in new[] { 1, 3, 100 })
                {
                    var first = await db.FirstInOrder(order, from, count).From(order, from).Select(c => c.Number).ToListAsync();
                    Assert.Equal(list.Take(first.Count), first);
                    // Whoever shares the last one's name may come along.
                    Assert.InRange(first.Count, Math.Min(count, list.Count), Math.Min(count + 3, list.Count));
                }
            }
        }
    }

    [Fact]
    public async Task Exactly_an_email_address_or_a_number_finds_its_owner_and_nobody_who_merely_holds_it()
    {
        var antti = await Person("Antti", "Virtanen", c => c.ChangeEmail(EmailAddress.Parse("Antti@posti.example"), Told));
        await Person("Matti", "Virtanen", c => c.ChangeEmail(EmailAddress.Parse("matti.antti@posti.example"), Told));
        var other = await Person("Aino", "Ylinen", PhoneOf($"040 1{antti.Number}1", PhoneKind.Mobile).Of);

        var byEmail = await Find("antti@POSTI.example");
        Assert.Equal((antti.Id, true), (Assert.Single(byEmail.Rows).Id, byEmail.AreExact));
        var byNumber = await Find($"{antti.Number}");
        Assert.Equal((antti.Id, true), (Assert.Single(byNumber.Rows).Id, byNumber.AreExact));
        var everywhere = await Find($"{antti.Number}", everywhere: true);
        Assert.Equal([antti.Id, other.Id], everywhere.Rows.Select(r => r.Id));
        Assert.Equal(2, (await Find("antti posti example")).Count);
    }

    [Fact]
    public async Task An_order_is_found_by_its_number_by_those_who_may_see_orders()
    {
        var aino = await Person("Aino", "Virtanen");
        await Orders(aino, new DateOnly(2025, 1, 1));
        var number = await Stored(db => db.Orders.Select(o => o.Number).SingleAsync());
        await using var db = Database.Open();
        var find = new FindCustomers(db, Clock);

        var seen = await find.Run(new FindCustomersQuery($"{number}") { MaySeeOrders = true }, Clerk, CancellationToken.None);
        Assert.Equal((number, aino.Id), (seen.Order!.Number, seen.Order.Customer));
        Assert.Null((await find.Run(new FindCustomersQuery($"{number}"), Clerk, CancellationToken.None)).Order);
    }

    [Fact]
    public async Task An_organisation_is_found_by_the_beginning_of_its_name()
    {
        await Organisation("Ison Myllyn Oy");
        await Organisation("Wartian Herkku");

        Assert.Equal("Wartian Herkku", Assert.Single((await Find("wartian")).Organisations).Name);
        Assert.Empty((await Find("herkku")).Organisations);
    }

    [Fact]
    public async Task A_page_of_many_costs_no_more_queries_than_one_of_few()
    {
        for (var i = 0; i < 30; i++)
            await Role(await Person("Aino", "Virtanen"), await Organisation("Ison Oy"));
        await Person("Matti", "Meikäläinen");

        Assert.Equal(await Commands("meikal"), await Commands("virtanen"));
    }

    private async Task<int> Commands(string words)
    {
        var counter = new CommandCounter();
        await using var db = OpenWith(counter);
        await new FindCustomers(db, Clock).Run(new FindCustomersQuery(words), Clerk, CancellationToken.None);
        return counter.Count;
    }

    private async Task Many(int count, string firstName, string lastName)
    {
        await using var db = Database.Open();
        var first = await db.TakeNumber(NumberSeries.Customers, CancellationToken.None, count);
        db.AddRange(Enumerable.Range(0, count).Select(i => Customer.Register(EntityKey.New<CustomerId>(Clock), first + i, firstName, lastName, Language.Fi, Today, Told)));
        db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerRegistered, Clock));
        await db.SaveChangesAsync();
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

    private async Task<FoundCustomers> Find(string? words, CustomerCursor? from = null, CustomerFilter? filter = null, CustomerOrder order = CustomerOrder.Name, bool everywhere = false)
    {
        await using var db = Database.Open();
        var query = new FindCustomersQuery(words, from) { Filter = filter ?? CustomerFilter.None, Order = order, Everywhere = everywhere };
        return await new FindCustomers(db, Clock).Run(query, Clerk, CancellationToken.None);
    }

    private async Task<List<FoundCustomers>> Turn(
        string? words, CustomerCursor? from, Func<FoundCustomers, CustomerCursor?> next, CustomerFilter? filter = null, CustomerOrder order = CustomerOrder.Name)
    {
        var pages = new List<FoundCustomers>();
        do
        {
            pages.Add(await Find(words, from, filter, order));
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
