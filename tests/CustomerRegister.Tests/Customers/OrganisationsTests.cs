using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Customers;

/// <summary>Organisations: found, registered, changed, and represented without a gap.</summary>
public abstract class OrganisationsTests(Engine engine) : CustomerTest(engine)
{
    private static readonly BusinessId Code = BusinessId.Parse("0112038-9");

    [Theory]
    [InlineData("herkku")]
    [InlineData("WARTIAN")]
    [InlineData("herk wart")]
    [InlineData("0112038-9")]
    [InlineData("FI01120389")]
    [Clause("N9")]
    public async Task An_organisation_is_found_by_parts_of_its_name_and_by_its_code(string words)
    {
        await Register("Wartian Herkku", Code);
        await Register("Muu Oy", BusinessId.Parse("0201256-6"));

        Assert.Equal("Wartian Herkku", Assert.Single((await Find(words)).Rows).Name);
        Assert.Single(await Log(AuditAction.OrganisationsSearched));
    }

    [Fact]
    public async Task An_organisation_is_found_by_its_number_and_signs_alone_find_nothing()
    {
        var organisation = await Register("Wartian Herkku", null);

        Assert.Equal(organisation.Id, Assert.Single((await Find($"{organisation.Number}")).Rows).Id);
        Assert.Empty((await Find("%_!")).Rows);
        Assert.Empty((await Find("olematon")).Rows);
    }

    [Fact]
    public async Task An_organisation_is_found_by_short_parts_and_by_its_present_name_only()
    {
        var organisation = await Register("Å & Öljy Oy", null);

        Assert.Single((await Find("öl")).Rows);
        Assert.Single((await Find("oy å")).Rows);
        Assert.True((await Change(new(organisation.Id, organisation.Version, "Hiili 55 Oy", null, null))).Succeeded);

        Assert.Empty((await Find("öljy")).Rows);
        Assert.Single((await Find("hiili")).Rows);
        // A number may be a part of the name as well.
        Assert.Single((await Find("55")).Rows);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_in_both_directions_in_three_queries_each()
    {
        for (var i = 0; i < 55; i++)
            await Register($"Yritys {i / 2:00}", null);

        var counter = new CommandCounter();
        await using var db = OpenWith(counter);
        var find = new FindOrganisations(db, Clock);
        var first = await find.Run(new(null, false), Clerk, default);
        Assert.InRange(counter.Count, 2, 3);
        var second = await find.Run(new(null, false, first.Next), Clerk, default);
        var third = await find.Run(new(null, false, second.Next), Clerk, default);
        var back = await find.Run(new(null, false, third.Previous), Clerk, default);

        Assert.Equal((55, 25, 25, 5), (first.Count, first.Rows.Count, second.Rows.Count, third.Rows.Count));
        Assert.Null(first.Previous);
        Assert.Null(third.Next);
        Assert.Equal(55, first.Rows.Concat(second.Rows).Concat(third.Rows).Select(r => r.Id).Distinct().Count());
        Assert.Equal(second.Rows.Select(r => r.Id), back.Rows.Select(r => r.Id));
    }

    [Fact]
    [Clause("N40")]
    public async Task Organisations_without_a_contact_person_today_are_listed()
    {
        var represented = await Register("Edustettu Oy", null);
        await Role(await Person("Aino", "Virtanen"), represented);
        var former = await Register("Entinen Oy", null);
        await Role(await Person("Matti", "Virtanen"), former, new DateOnly(2020, 1, 1), Today);
        await Register("Kukaan Oy", null);

        var found = await Find(null, without: true);

        Assert.Equal(["Entinen Oy", "Kukaan Oy"], found.Rows.Select(r => r.Name));
        await using var db = Database.Open();
        var counts = await new CountRegister(db, Clock).Run(_ => true, CancellationToken.None);
        Assert.Equal(new CountOfOldest(2, null), counts.Customers!.Unrepresented);
        Assert.Equal([0, 1, 0], (await Find(null)).Rows.OrderBy(r => r.Name == "Edustettu Oy" ? 1 : r.Name == "Entinen Oy" ? 0 : 2).Select(r => r.ContactPersons));
    }

    [Fact]
    public async Task Two_organisations_do_not_share_a_business_identity_code()
    {
        var first = await Register("Wartian Herkku", Code);
        var other = await Register("Muu Oy", null);

        Assert.Equal(RegisterOrganisationRefusal.BusinessIdTaken, (await TryRegister("Toinen Oy", Code)).Refusal);
        Assert.Equal(RegisterOrganisationRefusal.NameMissing, (await TryRegister(" ", null)).Refusal);
        Assert.Equal(ChangeOrganisationRefusal.BusinessIdTaken, (await Change(new(other.Id, other.Version, "Muu Oy", Code, null))).Refusal);
        Assert.True((await Change(new(first.Id, first.Version, "Wartian Herkku Oy", Code, null))).Succeeded);
    }

    [Fact]
    public async Task Of_many_who_give_their_organisations_the_same_code_at_once_only_one_does()
    {
        var organisations = new List<Organisation>();
        for (var i = 0; i < 8; i++)
            organisations.Add(await Register($"Yritys {i}", null));

        var outcomes = await Task.WhenAll(organisations.Select(o => Task.Run(() => Change(new(o.Id, o.Version, o.Name, Code, null)))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(outcomes.Where(o => !o.Succeeded), o => Assert.Equal(ChangeOrganisationRefusal.BusinessIdTaken, o.Refusal));
        Assert.Equal(1, await Stored(db => db.Organisations.CountAsync(o => o.BusinessId == Code)));
    }

    [Fact]
    public async Task Of_two_who_change_an_organisation_at_once_the_second_is_told()
    {
        var organisation = await Register("Wartian Herkku", null);
        var address = PostalAddress.Create("Torikatu 38", "90110", "Oulu");

        var changed = await Change(new(organisation.Id, organisation.Version, "Wartian Herkku", Code, address));
        Assert.Equal(["BusinessId", "Address"], changed.Value!);
        Assert.Equal(ChangeOrganisationRefusal.ChangedMeanwhile, (await Change(new(organisation.Id, organisation.Version, "Uusi", null, null))).Refusal);
        Assert.Empty((await Change(new(organisation.Id, organisation.Version + 1, "Wartian Herkku", Code, address))).Value!);
        Assert.Equal(ChangeOrganisationRefusal.NotFound, (await Change(new(new OrganisationId(Guid.CreateVersion7()), 1, "Uusi", null, null))).Refusal);

        var stored = await Stored(db => db.Organisations.SingleAsync());
        Assert.Equal((Code, address), (stored.BusinessId, stored.Address));
        Assert.Single(await Log(AuditAction.OrganisationChanged));
        Assert.Null((await Change(new(organisation.Id, stored.Version, "Wartian Herkku", null, null))).Refusal);
        Assert.Null((await Stored(db => db.Organisations.SingleAsync())).Address);
    }

    [Fact]
    public async Task Whoever_represents_a_renamed_organisation_is_found_by_the_new_name_alone()
    {
        var organisation = await Register("Wartian Herkku", null);
        for (var i = 0; i < 3; i++)
            await Role(await Person($"Aino{i}", "Virtanen"), organisation, to: i == 0 ? new DateOnly(2023, 1, 1) : null);
        var other = await Person("Matti", "Wartiainen");
        var versions = await Stored(db => db.Customers.ToDictionaryAsync(c => c.Id, c => c.Version));

        await Change(new(organisation.Id, organisation.Version, "Torikadun Leipä", null, null));

        await using var db = Database.Open();
        Assert.Equal(3, await db.CustomersMatching(["torikadun", "leipa"]).CountAsync());
        Assert.Empty(await db.CustomersMatching(["herkku"]).ToListAsync());
        Assert.Equal(other.SearchText, (await db.Customers.SingleAsync(c => c.Id == other.Id)).SearchText);
        // Nobody who has one of their cards open for a change is disturbed.
        Assert.Equal(versions, await Stored(d => d.Customers.ToDictionaryAsync(c => c.Id, c => c.Version)));
    }

    [Fact]
    public async Task A_name_is_refreshed_in_as_many_statements_for_three_people_as_for_thirty()
    {
        var (small, large) = (await Register("Pieni Oy", null), await Register("Suuri Oy", null));
        for (var i = 0; i < 33; i++)
            await Role(await Person($"Aino{i}", "Virtanen"), i < 3 ? small : large);

        Assert.Equal(await Statements(small), await Statements(large));

        async Task<int> Statements(Organisation organisation)
        {
            var counter = new CommandCounter();
            await using var db = OpenWith(counter);
            Assert.True((await new ChangeOrganisation(db, Clock).Run(new(organisation.Id, organisation.Version, "Uusi Oy", null, null), Clerk, default)).Succeeded);
            return counter.Count;
        }
    }

    [Fact]
    [Clause("N40")]
    public async Task A_hand_over_ends_one_role_and_begins_the_next_on_the_same_day_and_with_it_the_ground_to_keep_data()
    {
        var organisation = await Register("Ison Oy", null);
        var (former, successor) = (await Person("Aino", "Virtanen"), await Person("Matti", "Laine"));
        var role = await Role(former, organisation, new DateOnly(2020, 1, 1));
        Assert.Equal([GroundKind.ContactPerson], await Grounds(former));
        Assert.Empty(await Grounds(successor));

        var begun = await Begin(organisation, successor, Today, role);

        Assert.Null(begun.Refusal);
        var roles = await Stored(db => db.ContactRoles.OrderBy(r => r.From).ToListAsync());
        Assert.Equal([(former.Id, Today), (successor.Id, (DateOnly?)null)], roles.Select(r => (r.CustomerId, r.To)));
        Assert.Equal(1, Enumerable.Range(-1, 3).Select(day => roles.Count(r => r.IsHeldOn(Today.AddDays(day)))).Distinct().Single());
        Assert.Empty(await Grounds(former));
        Assert.Equal([GroundKind.ContactPerson], await Grounds(successor));
        Assert.Equal(former.Id, Assert.Single(await Log(AuditAction.ContactRoleEnded)).CustomerId);
        Assert.Equal(successor.Id, Assert.Single(await Log(AuditAction.ContactRoleBegun)).CustomerId);
        await using var db = Database.Open();
        Assert.Equal([successor.Id], await db.CustomersMatching(["ison", "laine"]).Select(c => c.Id).ToListAsync());
    }

    [Fact]
    public async Task A_role_begins_once_and_not_in_the_future_and_what_has_ended_is_not_handed_over()
    {
        var organisation = await Register("Ison Oy", null);
        var (aino, matti) = (await Person("Aino", "Virtanen"), await Person("Matti", "Laine"));
        var ended = await Role(aino, organisation, new DateOnly(2020, 1, 1), new DateOnly(2021, 1, 1));
        var role = await Role(aino, organisation, new DateOnly(2024, 1, 1));

        Assert.Equal(BeginContactRoleRefusal.InFuture, (await Begin(organisation, matti, Today.AddDays(1))).Refusal);
        Assert.Equal(BeginContactRoleRefusal.AlreadyContactPerson, (await Begin(organisation, aino, Today)).Refusal);
        Assert.Equal(BeginContactRoleRefusal.NothingToHandOver, (await Begin(organisation, matti, Today, ended)).Refusal);
        Assert.Equal(BeginContactRoleRefusal.BeforePredecessor, (await Begin(organisation, matti, new DateOnly(2023, 1, 1), role)).Refusal);
        Assert.Equal(BeginContactRoleRefusal.NotFound, (await Begin(await Register("Muu Oy", null), matti, Today, role)).Refusal);
        Assert.Equal(2, await Stored(db => db.ContactRoles.CountAsync()));
        Assert.Null((await Begin(organisation, matti, Today)).Refusal);
    }

    [Fact]
    public async Task A_role_is_put_right_but_not_over_anothers_change_and_not_into_nonsense()
    {
        var organisation = await Register("Ison Oy", null);
        var aino = await Person("Aino", "Virtanen");
        var role = await Role(aino, organisation, new DateOnly(2020, 1, 1));
        var earlier = await Role(aino, organisation, new DateOnly(2015, 1, 1), new DateOnly(2016, 1, 1));
        var was = ContactRoleTerms.Of(role);

        Assert.Equal(ChangeContactRoleRefusal.StartInFuture, (await ChangeRole(organisation, role, was, was with { From = Today.AddDays(1) })).Refusal);
        Assert.Equal(ChangeContactRoleRefusal.EndInFuture, (await ChangeRole(organisation, role, was, was with { To = Today.AddDays(1) })).Refusal);
        Assert.Equal(ChangeContactRoleRefusal.EndBeforeStart, (await ChangeRole(organisation, role, was, was with { To = new DateOnly(2019, 1, 1) })).Refusal);
        Assert.Equal(ChangeContactRoleRefusal.Overlaps, (await ChangeRole(organisation, role, was, was with { From = new DateOnly(2015, 6, 1) })).Refusal);
        Assert.Equal(["Title", "From"], (await ChangeRole(organisation, role, was, new("Toimitusjohtaja", new DateOnly(2019, 5, 5), null))).Value!);
        Assert.Equal(ChangeContactRoleRefusal.ChangedMeanwhile, (await ChangeRole(organisation, role, was, was with { Title = "Muu" })).Refusal);
        Assert.Equal(ChangeContactRoleRefusal.NotFound, (await ChangeRole(await Register("Muu Oy", null), earlier, was, was)).Refusal);
        // An end that was entered by mistake is taken back.
        Assert.Null((await ChangeRole(organisation, earlier, ContactRoleTerms.Of(earlier), ContactRoleTerms.Of(earlier) with { To = new DateOnly(2017, 1, 1) })).Refusal);
        Assert.Equal(2, (await Log(AuditAction.ContactRoleChanged)).Count);
    }

    private async Task<GroundKind[]> Grounds(Customer customer)
    {
        await using var db = Database.Open();
        var facts = await new ReadErasureFacts(db).Run([customer.Id], default);
        return [.. ErasurePlan.Of(facts[customer.Id], Today, RetentionRules.OfTheNotice).Grounds.Select(g => g.Kind)];
    }

    private async Task<Organisation> Register(string name, BusinessId? code) => (await TryRegister(name, code)).Value!;

    private async Task<Outcome<Organisation, RegisterOrganisationRefusal>> TryRegister(string name, BusinessId? code)
    {
        await using var db = Database.Open();
        return await new RegisterOrganisation(db, Clock).Run(new(name, code, null), Clerk, default);
    }

    private async Task<Outcome<IReadOnlyList<string>, ChangeOrganisationRefusal>> Change(ChangeOrganisationCommand command)
    {
        await using var db = Database.Open();
        return await new ChangeOrganisation(db, Clock).Run(command, Clerk, default);
    }

    private async Task<FoundOrganisations> Find(string? words, bool without = false)
    {
        await using var db = Database.Open();
        return await new FindOrganisations(db, Clock).Run(new(words, without), Clerk, default);
    }

    private async Task<Outcome<ContactRole, BeginContactRoleRefusal>> Begin(Organisation organisation, Customer customer, DateOnly from, ContactRole? successorOf = null)
    {
        await using var db = Database.Open();
        return await new BeginContactRole(db, Clock).Run(new(organisation.Id, customer.Id, "Ostaja", from, SourceKind.Controller, null, successorOf?.Id), Clerk, default);
    }

    private async Task<Outcome<IReadOnlyList<string>, ChangeContactRoleRefusal>> ChangeRole(Organisation organisation, ContactRole role, ContactRoleTerms was, ContactRoleTerms terms)
    {
        await using var db = Database.Open();
        return await new ChangeContactRole(db, Clock).Run(new(organisation.Id, role.Id, was, terms), Clerk, default);
    }

    public sealed class OnSqlite() : OrganisationsTests(Engine.Sqlite);

    public sealed class OnPostgres() : OrganisationsTests(Engine.Postgres);
}
