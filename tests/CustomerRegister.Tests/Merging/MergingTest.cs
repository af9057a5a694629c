using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Merging;

/// <summary>What tests of merging share.</summary>
public abstract class MergingTest(Engine engine) : CustomerTest(engine)
{
    protected static readonly MergeRules Rules = MergeRules.Usual;

    /// <summary>Two customers who hold something in every table that changes hands; the second's name is Wirtanen.</summary>
    protected async Task<(Customer Kept, Customer Gone)> TwoWithEverything()
    {
        var organisation = await Organisation("Ison Oy");
        await Purposes();
        var both = new List<Customer>();
        foreach (var (name, email, phone) in new[] { ("Virtanen", "jää@posti.example".Replace("ä", "a"), "040 111 1111"), ("Wirtanen", "pois@posti.example", "050 222 2222") })
        {
            var person = await Person("Aino", name, c =>
            {
                c.ChangeEmail(EmailAddress.Parse(email), Told);
                PhoneOf(phone, PhoneKind.Mobile).Of(c);
                c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Kuja 1", "00100", "Helsinki"), Told, Clock));
            });
            await Role(person, organisation, new DateOnly(2020, 1, 1));
            await using var db = Database.Open();
            var order = Order.Place(EntityKey.New<OrderId>(Clock), 60_000 + both.Count, person.Id, organisation.Id, Today, "EUR");
            order.AddLine("Teetä", 10m, 2, 0, 0.255m);
            db.Add(order);
            db.Add(Invoice.Send(EntityKey.New<InvoiceId>(Clock), 70_000 + both.Count, order, new Buyer(person.FullName, null), Language.Fi, Today, Today.AddDays(14)));
            db.Add(Ban.Of(person.Id, BanKind.DirectMarketing, both.Count == 1, Channel.Phone, Clock));
            var purpose = await db.Purposes.Where(p => p.Basis == LegalBasis.Consent).OrderBy(p => p.Position).FirstAsync();
            db.Add(ConsentDecision.Of(person.Id, purpose.Id, both.Count == 0, Channel.Phone, "hash", Clock));
            db.Add(DataSubjectRequest.File(EntityKey.New<RequestId>(Clock), 800 + both.Count, person.Id, RequestType.Access, Channel.Letter, Today, Language.Fi, null, null));
            db.Add(PortalInvitation.Of(person.Id, person.Email ?? EmailAddress.Parse("joku@example.fi"), LinkSecret.New().Hash, TimeSpan.FromDays(7), Clock));
            db.Add(PortalSession.Start(person.Id, SignInMethod.InvitationLink, TimeSpan.FromHours(12), Clock));
            db.Add(OutgoingEmail.To(EmailAddress.Parse(email), person.Id, Language.Fi, "Aihe", "Teksti", Clock));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.CustomerRegistered, Clock, person.Id));
            if (both.Count == 0)
                await db.PortalSessions.ExecuteDeleteAsync();
            await db.SaveChangesAsync();
            both.Add(await db.Customers.AsNoTracking().SingleAsync(c => c.Id == person.Id));
        }

        // Only what lives in the portal is not brought back as it was: see Links_and_sessions.
        await using (var db = Database.Open())
        {
            await db.PortalSessions.Where(s => s.CustomerId == both[0].Id).ExecuteDeleteAsync();
            await db.PortalInvitations.Where(i => i.CustomerId == both[0].Id).ExecuteDeleteAsync();
        }

        return (both[0], both[1]);
    }

    protected async Task<CustomerMerge> Merge(CustomerId kept, CustomerId gone, Func<Customer, Customer, MergeChoices>? choose = null)
    {
        await using var db = Database.Open();
        var seer = Clerk with { SeesProtectedAddresses = true };
        var (k, g) = ((await CustomerDetails.Read(db, kept, seer, default))!, (await CustomerDetails.Read(db, gone, seer, default))!);
        var outcome = await new MergeCustomers(db, db.EmailChange(Clock), Clock, Rules).Run(
            new MergeCustomersCommand(kept, k.Version, gone, g.Version, (choose ?? KeepAll)(k, g)), seer, default);
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    protected async Task<Outcome<CustomerMerge, MergeCustomersRefusal>> TryMerge(Customer kept, Customer gone, long? version = null, Actor? actor = null)
    {
        await using var db = Database.Open();
        var command = new MergeCustomersCommand(kept.Id, version ?? kept.Version, gone.Id, gone.Version, KeepAll(kept, gone));
        return await new MergeCustomers(db, db.EmailChange(Clock), Clock, Rules).Run(command, actor ?? Clerk, default);
    }

    protected static MergeChoices KeepAll(Customer kept, Customer gone) => new(
        MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept,
        [.. kept.Phones.Concat(gone.Phones).Select(p => p.Id)], [.. kept.Addresses.Concat(gone.Addresses).Select(a => a.Id)]);

    protected async Task Purposes()
    {
        await using var db = Database.Open();
        await new LayDownDefaults(db, Clock).Run(default);
    }
}
