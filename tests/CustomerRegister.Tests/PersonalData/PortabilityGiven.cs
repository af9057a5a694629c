using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>A customer who has given everything that can be given, and their package.</summary>
internal static class PortabilityGiven
{
    public static Task<Customer> CustomerWithEverything(this TestApp app, string email = "pirkko@example.fi", string phone = "+358401234567") => app.Use(async (RegisterContext db) =>
    {
        var clock = app.Clock;
        var today = clock.Today();
        Provenance Told() => new(SourceKind.DataSubject, null, today);
        var organisation = Organisation.Register(EntityKey.New<OrganisationId>(clock), await db.TakeNumber(NumberSeries.Organisations, default), "Ison Äijän Kahvila Oy", BusinessId.Parse("0112038-9"), null);
        var customer = Customer.Register(EntityKey.New<CustomerId>(clock), await db.TakeNumber(NumberSeries.Customers, default), "Pirkko", "Åkerblom-Žukov", Language.Sv, today.AddYears(-3), Told());
        customer.ChangeEmail(EmailAddress.Parse(email), Told());
        customer.ChangeWebsite(WebAddress.Parse("https://pirkko.example/Polku?a=1&b=ä"), Told());
        customer.ChangeEInvoice(EInvoiceAddress.Create("FI2112345600000785", "OKOYFIHH"), Told());
        customer.ChangeNote("Soitti 3.3. Sanna Sihteeri ja Olli Toinen hoitavat.", new(SourceKind.Controller, null, today));
        customer.AddPhone(CustomerPhone.Of(customer.Id, PhoneKind.Mobile, PhoneNumber.Parse(phone), Told(), clock));
        customer.AddPhone(CustomerPhone.Of(customer.Id, PhoneKind.Phone, PhoneNumber.Parse("09 1234 / 56 alanro", null), Told(), clock));
        customer.AddPhone(CustomerPhone.Of(customer.Id, PhoneKind.Fax, PhoneNumber.Parse("+3589999999"), new(SourceKind.UpdateService, "Posti", today), clock));
        customer.AddAddress(CustomerAddress.Of(customer.Id, AddressKind.Postal, PostalAddress.Create("Kuja 1; \"A\" <b>", "00100", "Helsinki", null, "Finland"), Told(), clock));
        customer.AddAddress(CustomerAddress.Of(customer.Id, AddressKind.Visiting, PostalAddress.Create("=Väestökuja 5", "33100", "Tampere"), new(SourceKind.Authority, "DVV", today), clock));
        customer.Represent(ContactRole.Of(customer.Id, organisation, "Ostopäällikkö", today.AddYears(-2), Told(), clock)).HoldFrom(today.AddYears(-2), today.AddMonths(-1));
        var other = Customer.Register(EntityKey.New<CustomerId>(clock), await db.TakeNumber(NumberSeries.Customers, default), "Olli", "Toinen", Language.Fi, today, Told());
        other.Represent(ContactRole.Of(other.Id, organisation, null, today, Told(), clock));
        db.AddRange(organisation, customer, other);
        foreach (var i in Enumerable.Range(0, 3))
        {
            var order = Order.Place(EntityKey.New<OrderId>(clock), await db.TakeNumber(NumberSeries.Orders, default), customer.Id, null, today.AddDays(-100 + i), "EUR", 4.9m + i / 10000m);
            order.DeliverTo("Pirkko, c/o Kahvila", PostalAddress.Create("Satamakatu 2", "00160", "Helsinki"), today.AddDays(-90));
            order.AddLine("Villasukat 1", 19.9m, 2, 0.05m, 0.255m);
            order.AddLine("Puukko, 'pitkä'", 0.0001m, 1.25m, 0);
            if (i == 1)
                order.Deliver(today.AddDays(-95));
            if (i == 2)
                order.Cancel(today.AddDays(-97));
            db.Add(order);
        }

        db.Add(Ban.Of(customer.Id, BanKind.DirectMarketing, true, Channel.Phone, clock));
        db.Add(Ban.Of(customer.Id, BanKind.OpinionPolls, true, Channel.Portal, clock));
        var purpose = (await db.Purposes.ToListAsync()).First(p => p.AsksConsent);
        db.Add(ConsentDecision.Of(customer.Id, purpose.Id, true, Channel.Portal, purpose.TextHash(Language.Sv), clock));
        db.Add(PortalSession.Start(customer.Id, SignInMethod.InvitationLink, TimeSpan.FromHours(1), clock));
        var opened = new PageSeen(EntityKey.New<PageViewId>(clock), "", customer.Id, "/my/requests/{id}", new("203.0.113.9", "Firefox, Linux"), clock.Now());
        var visit = Visit.Begin(EntityKey.New<VisitId>(clock), opened);
        var page = visit.See(opened);
        page.Leave(clock.Now().AddSeconds(40));
        db.AddRange(visit, page, visit.See(opened with { Id = EntityKey.New<PageViewId>(clock), Page = "/my", At = clock.Now().AddSeconds(40) }));
        db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerRegistered, clock, customer.Id));
        await db.SaveChangesAsync();
        await app.RequestFrom(customer.Id, RequestType.Rectification, language: Language.Sv, message: "Mitt efternamn\när fel – rätta det.");
        return customer;
    });

    public static async Task<byte[]> PortabilityOf(this TestApp app, CustomerId customer)
    {
        using var target = new MemoryStream();
        await app.Use((PortabilityPackage package) => package.Write(customer, target, default));
        return target.ToArray();
    }

    public static async Task<PortabilityDocument> Read(byte[] package)
    {
        var read = await ReadPackage.From(new MemoryStream(package), default);
        Assert.Null(read.Problem);
        return read.Document!;
    }

    /// <summary>Takes the package in as a member of staff would who has looked.</summary>
    public static async Task<Outcome<CustomerId, TakeInPackageRefusal>> TakeIn(this TestApp app, byte[] package, bool despiteDuplicates = false, ReturnReason? reason = null, bool withHistory = true)
    {
        var read = await ReadPackage.From(new MemoryStream(package), default);
        Assert.Null(read.Problem);
        var actor = Actor.System("test", "import");
        var import = await app.Use((PreparePackage prepare) => prepare.Run(read.Document!, actor, default));
        return await app.Use((TakeInPackage takeIn) => takeIn.Run(new(import.Id, read.Hash, despiteDuplicates, reason, withHistory), new MemoryStream(package), actor, default));
    }
}
