using System.Globalization;
using Bogus;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Web.Demo;

/// <summary>
/// A made-up register to try things on: the same people every time, with days counted back from today. Fills an empty
/// register only, in one transaction. Development only.
/// </summary>
public sealed class DemoRegister(RegisterContext db, TimeProvider clock)
{
    private const int PrivateCustomers = 220, OrganisationCount = 60, Unrepresented = 3;

    private static readonly Actor Demo = Actor.System("demo", "demo");
    private static readonly string[] Products = ["Villasukat", "Kahvikuppi", "Puukko", "Saunakiulu", "Pöytäliina", "Lyhty", "Ryijy", "Leikkuulauta", "Pellavapyyhe", "Mustikkahillo", "Herneensiemenet", "Lastenkirja"];
    private static readonly string[] Titles = ["Toimitusjohtaja", "Ostopäällikkö", "Talouspäällikkö", "Toimistosihteeri", "Myyntipäällikkö"];

    private static readonly string[] Notes = ["Soittaa mieluiten aamupäivisin.", "Haluaa tilausvahvistuksen aina sähköpostilla.", "Noutaa tilaukset itse myymälästä.", "Toivoo laskut yhdellä kertaa kuun lopussa.\nSovittu puhelimessa."];

    private static readonly string[] Streets = ["Kauppakatu", "Koulukatu", "Rantatie", "Mäntytie", "Kirkkokatu", "Asemakatu", "Puistokatu", "Hämeentie", "Myllytie", "Satamakatu", "Koivukuja", "Peltotie"];
    private static readonly string[] Trades = ["Oy", "Ky", "Rakennus Oy", "Kuljetus Oy", "Huonekalu Oy", "Konepaja Oy", "Kukkakauppa Ky", "Sähkö Oy", "Kirjapaino Oy", "Leipomo Ky"];
    private static readonly (string PostalCode, string City)[] Towns = [("00100", "Helsinki"), ("20100", "Turku"), ("33100", "Tampere"), ("90100", "Oulu"), ("40100", "Jyväskylä"), ("70100", "Kuopio"), ("80100", "Joensuu"), ("65100", "Vaasa"), ("06100", "Porvoo"), ("10600", "Ekenäs"), ("96100", "Rovaniemi"), ("57100", "Savonlinna")];

    private readonly Faker faker = new("fi") { Random = new Randomizer(20261122) };

    public async Task Fill(CancellationToken ct)
    {
        if (await db.Customers.AnyAsync(ct))
            return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customerNumber = await db.TakeNumber(NumberSeries.Customers, ct, PrivateCustomers + OrganisationCount + 23);
        var organisationNumber = await db.TakeNumber(NumberSeries.Organisations, ct, OrganisationCount + Unrepresented);
        var purposes = await db.Purposes.Where(p => p.Basis == LegalBasis.Consent).OrderBy(p => p.Position).ToListAsync(ct);
        var people = new List<(Customer Customer, Organisation? Organisation)>();

        for (var i = 0; i < PrivateCustomers; i++)
            people.Add((Person(customerNumber++), null));
        for (var i = 0; i < OrganisationCount; i++)
        {
            var organisation = Organisation(organisationNumber++);
            // Some organisations have two contact persons, some a former one.
            for (var k = i % 3 == 0 ? 2 : 1; k > 0; k--)
                people.Add((Contact(Person(customerNumber++), organisation, former: k == 2 && i % 2 == 0), organisation));
        }

        foreach (var (index, (customer, organisation)) in people.Index())
        {
            Remark(customer, organisation, index);
            db.Add(customer);
            db.Add(AuditEntry.Of(Demo, AuditAction.CustomerRegistered, clock, customer.Id));
            Decide(customer, purposes);
            await Buy(customer, organisation, ct);
        }

        RegisterAgain([.. people.Select(p => p.Customer).Where(c => c.Email is not null && c.Phones.Count > 0).Skip(10).Take(3)], customerNumber);
        for (var i = 0; i < Unrepresented; i++)
            Organisation(organisationNumber++);
        await FileRequests([.. people.Select(p => p.Customer).Where(c => c.Email is not null && c.RelationshipEnd is null).Take(6)], ct);
        await new DemoPapers(db, clock).Fill([.. people.Select(p => p.Customer).Where((_, index) => index % 20 == 5)], ct);
        new DemoDisclosures(db, clock).Fill([.. people.Select(p => p.Customer).Where((_, index) => index % 40 == 7)]);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Three people whom somebody has registered a second time, each recognisable by something else.</summary>
    private void RegisterAgain(List<Customer> people, long number)
    {
        foreach (var (person, index) in people.Select((p, i) => (p, i)))
        {
            var source = new Provenance(SourceKind.Controller, null, clock.Today().AddDays(-10 - index));
            var (first, last) = index == 2 ? (person.FirstName, person.LastName) : index == 1 ? ($"{person.FirstName} Maria", person.LastName) : (person.FirstName, person.LastName + "-Mäki");
            var again = Customer.Register(EntityKey.New<CustomerId>(clock), number++, first, last, person.Language, source.On, source);
            switch (index)
            {
                case 0:
                    again.ChangeEmail(person.Email, source);
                    break;
                case 1:
                    again.AddPhone(CustomerPhone.Of(again.Id, PhoneKind.Mobile, person.Phones[0].Number, source, clock));
                    break;
                default:
                    again.AddAddress(CustomerAddress.Of(again.Id, AddressKind.Postal,
                        PostalAddress.Create("Uusikatu 7", person.Addresses[0].Address.PostalCode, person.Addresses[0].Address.City, null, "Suomi"), source, clock));
                    break;
            }

            db.Add(again);
            db.Add(AuditEntry.Of(Demo, AuditAction.CustomerRegistered, clock, again.Id));
        }
    }

    /// <summary>What only some people have: an e-invoice address, a note, a protected address, a death. By their place, so that everybody else stays the same.</summary>
    private void Remark(Customer customer, Organisation? organisation, int index)
    {
        var today = clock.Today();
        if (organisation?.BusinessId is { } id && index % 2 == 0)
            customer.ChangeEInvoice(EInvoiceAddress.Create("0037" + id.Value, index % 4 == 0 ? "003721291126" : "BAWCFI22"), customer.NameSource!);
        else if (index % 29 == 3)
            customer.ChangeEInvoice(EInvoiceAddress.Create("FI2112345600000785", "NDEAFIHH"), customer.NameSource!);
        if (index % 9 == 4)
            customer.ChangeNote(Notes[index % Notes.Length], new(SourceKind.Controller, null, customer.RelationshipStart.AddDays(20)));
        // Of the protections one is over, one ends soon, and the others last.
        if (index % 37 == 6)
            customer.ProtectAddress(today.AddYears(-2), index < 37 ? today.AddDays(-20) : index < 74 ? today.AddDays(14) : today.AddDays(400 + index), new(SourceKind.Authority, "Digi- ja väestötietovirasto", today.AddYears(-2)));
        if (index % 53 == 20)
        {
            var died = customer.RelationshipEnd ?? today.AddDays(-40);
            if (died < customer.RelationshipStart)
                died = customer.RelationshipStart;
            customer.RecordDeath(index < 53 ? null : died, new(SourceKind.Authority, "Digi- ja väestötietovirasto", died));
            customer.EndRelationship(died, RelationshipEndReason.Deceased, customer.DeathSource);
        }
        else if (customer.RelationshipEnd is { } end && index % 3 != 0)
        {
            var isDormant = index % 3 == 1;
            customer.EndRelationship(end, isDormant ? RelationshipEndReason.Dormant : RelationshipEndReason.AskedByCustomer, new(isDormant ? SourceKind.Controller : SourceKind.DataSubject, null, end));
        }
    }

    private DateOnly DaysAgo(int least, int most) => clock.Today().AddDays(-faker.Random.Int(least, most));

    private Customer Person(long number)
    {
        var (first, last) = (faker.Name.FirstName(), faker.Name.LastName());
        var start = DaysAgo(30, 365 * 18);
        var source = new Provenance(faker.PickRandom(SourceKind.DataSubject, SourceKind.DataSubject, SourceKind.Controller, SourceKind.Partner), null, start);
        var language = faker.Random.WeightedRandom([Language.Fi, Language.Sv, Language.En], [0.86f, 0.1f, 0.04f]);
        var customer = Customer.Register(EntityKey.New<CustomerId>(clock), number, first, last, language, start, source);
        if (number % 23 == 0)
            customer.SupposeLanguage(Language.Fi);
        if (faker.Random.Bool(0.85f))
            customer.ChangeEmail(EmailAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{Plain(first)}.{Plain(last)}.{number}@posti.example")), source);
        if (faker.Random.Bool(0.8f))
            customer.AddPhone(CustomerPhone.Of(customer.Id, PhoneKind.Mobile, PhoneNumber.Parse("040" + faker.Random.ReplaceNumbers("#######")), source, clock));
        customer.AddAddress(CustomerAddress.Of(customer.Id, AddressKind.Postal,
            Place(), source, clock));
        // Ended relationships of all ages: some end this year, some are past their ten years.
        if (faker.Random.Bool(0.35f) && start < clock.Today().AddYears(-1))
            customer.EndRelationship(start.AddDays(faker.Random.Int(30, Math.Max(31, clock.Today().DayNumber - start.DayNumber - 30))));
        return customer;
    }

    private PostalAddress Place()
    {
        var (code, city) = faker.PickRandom(Towns);
        return PostalAddress.Create(string.Create(CultureInfo.InvariantCulture, $"{faker.PickRandom(Streets)} {faker.Random.Int(1, 90)}"), code, city, null, "Suomi");
    }

    private static string Plain(string name) => SearchText.Fold(name).Replace(' ', '-');

    private Organisation Organisation(long number)
    {
        BusinessId? id;
        while (!BusinessId.TryParse($"{faker.Random.ReplaceNumbers("2######")}-{faker.Random.Int(0, 9)}", out id))
        {
            // One in eleven or so has the right check digit.
        }

        var organisation = Customers.Organisation.Register(EntityKey.New<OrganisationId>(clock), number, $"{faker.Name.LastName()} {faker.PickRandom(Trades)}", id,
            Place());
        db.Add(organisation);
        db.Add(AuditEntry.Of(Demo, AuditAction.OrganisationRegistered, clock, subject: organisation.Id.Value));
        return organisation;
    }

    private Customer Contact(Customer customer, Organisation organisation, bool former)
    {
        var role = customer.Represent(ContactRole.Of(customer.Id, organisation, faker.PickRandom(Titles), customer.RelationshipStart, customer.NameSource!, clock));
        if (former)
            role.End(customer.RelationshipEnd ?? DaysAgo(0, 20));
        return customer;
    }

    private void Decide(Customer customer, List<Purpose> purposes)
    {
        foreach (var purpose in purposes.Where(_ => faker.Random.Bool(0.4f)))
            db.Add(ConsentDecision.Of(customer.Id, purpose.Id, faker.Random.Bool(0.8f), Channel.Portal, purpose.TextHash(customer.Language), clock));
        foreach (var kind in Enum.GetValues<BanKind>().Where(_ => faker.Random.Bool(0.08f)))
            db.Add(Ban.Of(customer.Id, kind, true, faker.PickRandom(Channel.Phone, Channel.Portal, Channel.Letter), clock));
    }

    private async Task Buy(Customer customer, Organisation? organisation, CancellationToken ct)
    {
        var count = faker.Random.Int(0, 4);
        if (count == 0)
            return;
        var lastDay = customer.RelationshipEnd ?? clock.Today();
        var orderNumber = await db.TakeNumber(NumberSeries.Orders, ct, count);
        for (var i = 0; i < count; i++)
        {
            var placed = lastDay.AddDays(-faker.Random.Int(0, Math.Max(0, lastDay.DayNumber - customer.RelationshipStart.DayNumber)));
            var order = Order.Place(EntityKey.New<OrderId>(clock), orderNumber++, customer.Id, organisation?.Id, placed, "EUR", faker.Random.Int(0, 2) * 4.90m);
            order.DeliverTo(customer.FullName, customer.Addresses[0].Address, placed.AddDays(14));
            foreach (var product in faker.PickRandom(Products, faker.Random.Int(1, 4)))
                order.AddLine(product, faker.Random.Int(490, 12900) / 100m, faker.Random.Int(1, 5), faker.Random.Bool(0.2f) ? 0.1m : 0m, VatOf(product, placed));
            if (placed.AddDays(7) <= clock.Today())
                order.Deliver(placed.AddDays(faker.Random.Int(1, 7)));
            else if (faker.Random.Bool(0.3f))
                order.Cancel(placed);
            db.Add(order);
            db.Add(AuditEntry.Of(Demo, AuditAction.OrderRegistered, clock, customer.Id, order.Id.Value));
            if (order.AwaitsInvoice && placed < clock.Today().AddDays(-20))
            {
                var invoice = await Invoiced(order, customer, organisation, ct);
                db.Add(invoice);
                db.Add(AuditEntry.Of(Demo, AuditAction.InvoiceSent, clock, customer.Id, invoice.Id.Value));
            }

            if (order.RefusalToArchive() is null && placed < clock.Today().AddYears(-3))
                order.Archive();
        }
    }

    private async Task<Invoice> Invoiced(Order order, Customer customer, Organisation? organisation, CancellationToken ct)
    {
        var today = clock.Today();
        var buyer = organisation is null
            ? new Buyer(customer.FullName, order.DeliveryAddress)
            : new Buyer(organisation.Name, organisation.Address, organisation.BusinessId);
        var invoicedOn = order.DeliveredOn ?? order.PlacedOn;
        var invoice = Invoice.Send(EntityKey.New<InvoiceId>(clock), await db.TakeNumber(NumberSeries.Invoices, ct), order, buyer, customer.Language, invoicedOn, invoicedOn.AddDays(14));
        var settled = invoicedOn.AddDays(faker.Random.Int(3, 30));
        var late = invoice.DueOn.AddDays(40);
        var fate = faker.Random.Int(0, 19);
        // What must happen later than today has not happened yet: the invoice is open.
        if (settled > today || fate is 1 or 2 && late > today)
            return invoice;
        switch (fate)
        {
            case 0:
                await Credit(invoice, settled, invoice.Creditable, ct);
                break;
            case 1:
                invoice.SendToCollection("Perintä Esimerkki Oy", late, clock);
                break;
            case 2:
                invoice.SendToCollection("Perintä Esimerkki Oy", late, clock);
                if (late.AddDays(300) <= today)
                    invoice.WriteOff("Velallinen on varaton.", late.AddDays(300), clock);
                break;
            case 3:
                break;
            case 4:
                invoice.Record(PaymentKind.Payment, Sums.Cents(invoice.Total / 2), settled, clock);
                break;
            case 5:
                await Credit(invoice, settled, new Dictionary<int, decimal> { [1] = 1 }, ct);
                if (invoice.Balance > 0)
                    invoice.Record(PaymentKind.Payment, invoice.Balance, settled, clock);
                break;
            case 6:
                invoice.Record(PaymentKind.Payment, invoice.Total + 10, settled, clock);
                break;
            default:
                invoice.Record(PaymentKind.Payment, invoice.Total, settled, clock);
                break;
        }

        return invoice;
    }

    private async Task Credit(Invoice invoice, DateOnly on, IReadOnlyDictionary<int, decimal> quantities, CancellationToken ct) =>
        invoice.Credit(EntityKey.New<CreditNoteId>(clock), await db.TakeNumber(NumberSeries.Invoices, ct), quantities, "Asiakas palautti tuotteen.", on, clock);

    // Null for orders of long ago: another system kept them, and told no rates.
    private static decimal? VatOf(string product, DateOnly on) => on.Year < 2013 ? null
        : VatRates.Finnish.InForceOn(on).ElementAt(product is "Mustikkahillo" or "Herneensiemenet" or "Lastenkirja" ? 1 : 0);

    private async Task FileRequests(List<Customer> customers, CancellationToken ct)
    {
        var number = await db.TakeNumber(NumberSeries.Requests, ct, customers.Count);
        foreach (var (customer, index) in customers.Select((c, i) => (c, i)))
        {
            var received = clock.Today().AddDays(-7 * index);
            var request = DataSubjectRequest.File(EntityKey.New<RequestId>(clock), number++, customer.Id, index % 2 == 0 ? RequestType.Access : RequestType.Rectification,
                Channel.Letter, received, customer.Language, index % 2 == 0 ? null : "Osoitteeni on muuttunut.", null);
            db.Add(request);
            db.Add(AuditEntry.Of(Demo, AuditAction.RequestFiled, clock, customer.Id, request.Id.Value));
        }
    }
}
