using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using CustomerRegister.TargetGroups;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.TargetGroups;

/// <summary>What holds of every list, label and mailing, whoever the people are and whatever they have said in whatever order.</summary>
public abstract class ReachableCustomersTests(Engine engine) : CustomerTest(engine)
{
    /// <summary>Everything that bears on whether a person may be reached.</summary>
    private sealed record Someone(bool Ended, bool Dead, bool Protected, int Restriction, int Address, bool HasEmail, (BanKind Kind, bool Forbidden)[] Words, (bool Given, int Text)[] Consents, int Objection)
    {
        public bool Forbids(BanKind kind) => Words.LastOrDefault(w => w.Kind == kind).Forbidden;

        // The fourth text is not today's.
        public bool IsConsenting => Consents.LastOrDefault() is { Given: true, Text: < 3 };

        public bool IsLeftAlone => Ended || Dead || Protected || Restriction == 1;

        // The first word of a kind is of the moment of the objection; whoever allows the use later allows it.
        public bool ObjectsTo(BanKind use) => Objection == 1 && Words.Where(w => w.Kind == use).Skip(1).All(w => w.Forbidden);

        public bool MayGetLabel(BanKind use) => !IsLeftAlone && !ObjectsTo(use) && Address == 2 && !Forbids(use) && !Forbids(BanKind.PublicationInLists)
            && !(use == BanKind.DistanceSelling && Forbids(BanKind.DirectMarketing));

        public bool MayGetMail(BanKind use) => !IsLeftAlone && HasEmail && !Forbids(use) && !(use == BanKind.DistanceSelling && Forbids(BanKind.DirectMarketing))
            // What a consent allows rests on no legitimate interest, to which they could object.
            && (use is BanKind.MarketResearch or BanKind.OpinionPolls ? !ObjectsTo(use) : IsConsenting);
    }

    private static readonly Gen<(BanKind, bool)> Word =
        from kind in Gen.Elements(Enum.GetValues<BanKind>())
        from forbidden in Gen.Elements(true, false)
        select (kind, forbidden);

    private static readonly Gen<(bool, int)> Consent =
        from given in Gen.Elements(true, true, false)
        from text in Gen.Choose(0, 3)
        select (given, text);

    private static readonly Gen<bool> Seldom = Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)));

    private static readonly Gen<Someone> Anybody =
        from ended in Seldom
        from dead in Seldom
        from isProtected in Seldom
        from restriction in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(2)))
        from address in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1)), (8, Gen.Constant(2)))
        from email in Gen.Elements(true, true, false)
        from count in Gen.Choose(0, 6)
        from words in Gen.ArrayOf(Word, count)
        from consents in Gen.Choose(0, 3).SelectMany(n => Gen.ArrayOf(Consent, n))
        from objection in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(2)), (1, Gen.Constant(3)))
        select new Someone(ended, dead, isProtected, restriction, address, email, words, consents, objection);

    [Fact]
    [Clause("N7")]
    [Clause("N33")]
    public async Task Whoever_has_forbidden_is_never_on_a_list_and_everybody_else_is()
    {
        var people = Anybody.Sample(150).ToList();
        await Store(people);

        foreach (var use in TargetGroup.Uses)
        {
            await using var db = Database.Open();
            var labels = await new PrintLabels(db, new(db), Clock).Run(new(use), null, Clerk, default);
            Assert.Equal(
                people.Select((p, i) => (p, Name: NameOf(i))).Where(x => x.p.MayGetLabel(use)).Select(x => x.Name).Order(),
                labels.Labels.Select(l => l.Lines[0]).Order());
            var listed = new List<ExportedPerson>();
            await foreach (var person in new ExportTargetGroup(db, new(db), Clock).Run(new(use), ReachedBy.Post, ListHandling.OwnUse, Clerk, default))
                listed.Add(person);
            Assert.Equal(labels.Labels.Select(l => l.Lines[0]), listed.Select(p => Customer.NameOf(p.FirstName, p.LastName)));
            var size = await new CountTargetGroup(db, new(db)).Run(new(use), default);
            Assert.Equal(labels.Labels.Count, size.ByPost);
            // Whoever would be reached but for the restriction is counted; nobody else is.
            Assert.Equal(people.Count(p => p.Restriction == 1 && ((p with { Restriction = 0 }).MayGetLabel(use) || (TargetGroup.EmailUses.Contains(use) && (p with { Restriction = 0 }).MayGetMail(use)))), size.Restricted);
            if (!TargetGroup.EmailUses.Contains(use))
                continue;
            var mails = await new ReachableCustomers(db).For(use, ReachedBy.Email).Select(c => c.LastName).ToListAsync();
            Assert.Equal(people.Select((p, i) => (p, Name: NameOf(i))).Where(x => x.p.MayGetMail(use)).Select(x => x.Name).Order(), mails.Order());
            Assert.Equal(mails.Count, size.ByEmail);
        }
    }

    [Fact]
    [Clause("N42")]
    public async Task Nobody_who_forbade_marketing_or_its_disclosure_may_be_handed_on()
    {
        var people = Anybody.Sample(100).ToList();
        await Store(people);
        await using var db = Database.Open();

        var handed = await new ReachableCustomers(db).For(BanKind.DisclosureForMarketing, ReachedBy.Email).Select(c => c.LastName).ToListAsync();

        Assert.Equal(
            people.Select((p, i) => (p, Name: NameOf(i))).Where(x => !x.p.IsLeftAlone && !x.p.ObjectsTo(BanKind.DisclosureForMarketing) && x.p.HasEmail && !x.p.Forbids(BanKind.DisclosureForMarketing) && !x.p.Forbids(BanKind.DirectMarketing)).Select(x => x.Name).Order(),
            handed.Order());
    }

    [Fact]
    public async Task Criteria_narrow_the_group_down_and_never_widen_it()
    {
        await using (var db = Database.Open())
        {
            Add(db, "Helsinki", "00100", "Suomi", Language.Fi, 2015);
            Add(db, "Vaasa", "65100", null, Language.Sv, 2020);
            Add(db, "Berlin", "10115", "Saksa", Language.En, 2024);
            await db.SaveChangesAsync();
        }

        Assert.Equal(["Berlin", "Helsinki", "Vaasa"], await In(new(BanKind.DirectMarketing)));
        Assert.Equal(["Vaasa"], await In(new(BanKind.DirectMarketing, Language: Language.Sv)));
        Assert.Equal(["Helsinki"], await In(new(BanKind.DirectMarketing, PostalCodeTo: "20000")));
        Assert.Equal(["Vaasa"], await In(new(BanKind.DirectMarketing, PostalCodeFrom: "60000", PostalCodeTo: "69999")));
        Assert.Equal(["Helsinki"], await In(new(BanKind.DirectMarketing, CustomerBy: new(2018, 1, 1))));
        Assert.Empty(await In(new(BanKind.DirectMarketing, OrderedSince: new(2020, 1, 1))));

        void Add(RegisterContext db, string city, string code, string? country, Language language, int since)
        {
            var id = EntityKey.New<CustomerId>(Clock);
            var customer = Customer.Register(id, 5000 + since, "", city, language, new DateOnly(since, 1, 1), Told);
            customer.AddAddress(CustomerAddress.Of(id, AddressKind.Postal, PostalAddress.Create("Katu 1", code, city, country: country), Told, Clock));
            db.Add(customer);
            db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerRegistered, Clock, id));
        }
    }

    [Fact]
    public async Task Everybody_on_a_label_can_see_that_the_name_and_address_were_used_and_for_what()
    {
        await Store([new(false, false, false, 0, 2, true, [], [], 0), new(false, false, false, 0, 2, true, [(BanKind.OpinionPolls, true)], [], 0)]);
        await using var db = Database.Open();

        await new PrintLabels(db, new(db), Clock).Run(new(BanKind.OpinionPolls), null, Clerk, default);

        var entry = Assert.Single(await Stored(d => d.AuditEntries.Where(e => e.Action == AuditAction.AddressListed).ToListAsync()));
        Assert.Equal("opinion-polls", entry.Purpose);
        Assert.Equal(NameOf(0), await Stored(d => d.Customers.Where(c => c.Id == entry.CustomerId).Select(c => c.LastName).SingleAsync()));
    }

    private static string NameOf(int position) => $"Henkilö {position:000}";

    private async Task<IEnumerable<string>> In(TargetGroup group)
    {
        await using var db = Database.Open();
        return (await new PrintLabels(db, new(db), Clock).Run(group, null, Clerk, default)).Labels.Select(l => l.Lines[0]);
    }

    private async Task Store(IReadOnlyList<Someone> people)
    {
        await using var db = Database.Open();
        await new LayDownDefaults(db, Clock).Run(default);
        var marketing = await db.Purposes.SingleAsync(p => p.Code == ReachableCustomers.EmailConsent);
        for (var i = 0; i < people.Count; i++)
        {
            var (person, id) = (people[i], EntityKey.New<CustomerId>(Clock));
            var customer = Customer.Register(id, 5000 + i, "", NameOf(i), Language.Fi, Clock.Today().AddYears(-2), Told);
            if (person.HasEmail)
                customer.ChangeEmail(EmailAddress.Parse($"p{i}@example.fi"), Told);
            if (person.Address > 0)
                customer.AddAddress(CustomerAddress.Of(id, AddressKind.Postal, PostalAddress.Create("Katu 1", "00100", person.Address == 1 ? null : "Helsinki"), Told, Clock));
            if (person.Dead)
                customer.RecordDeath(null, Told);
            if (person.Ended)
                customer.EndRelationship(Clock.Today());
            if (person.Protected)
                customer.ProtectAddress(Clock.Today(), Clock.Today().AddYears(1), Told);
            db.Add(customer);
            var said = new Dictionary<BanKind, DateTime>();
            foreach (var (kind, forbidden) in person.Words)
            {
                var ban = Ban.Of(id, kind, forbidden, Channel.Phone, Clock, said.TryGetValue(kind, out var newest) ? newest : null);
                said[kind] = ban.At;
                db.Add(ban);
            }

            DateTime? last = null;
            foreach (var (given, text) in person.Consents)
            {
                var decision = ConsentDecision.Of(id, marketing.Id, given, Channel.Phone, text < 3 ? marketing.TextHash((Language)text) : Sha256.Hex("Toiset sanat."), Clock, last);
                last = decision.At;
                db.Add(decision);
            }

            // Against everything, against something else, and taken back.
            if (person.Objection > 0)
            {
                var objection = Objection.Of(id, person.Objection == 2 ? (await db.Purposes.SingleAsync(p => p.Code == "statistics")).Id : null, Clock);
                if (person.Objection == 3)
                    objection.End(Clock.Now());
                db.Add(objection);
            }

            if (person.Restriction > 0)
            {
                var restriction = Restriction.Place(id, RestrictionReason.AccuracyContested, null, Clock);
                if (person.Restriction == 2)
                {
                    restriction.TellByLetter(Clock.Today(), "Tiedot on tarkistettu.");
                    restriction.Lift(null, Clock.Now());
                }

                db.Add(restriction);
            }
        }

        db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerRegistered, Clock));
        await db.SaveChangesAsync();
    }

    public sealed class OnSqlite() : ReachableCustomersTests(Engine.Sqlite);

    public sealed class OnPostgres() : ReachableCustomersTests(Engine.Postgres);
}
