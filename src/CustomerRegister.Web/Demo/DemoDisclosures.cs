using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.PersonalData;

namespace CustomerRegister.Web.Demo;

/// <summary>A debt collector and an authority, to which data of some people was disclosed.</summary>
internal sealed class DemoDisclosures(RegisterContext db, TimeProvider clock)
{
    private static readonly Actor Demo = Actor.System("demo", "demo");

    public void Fill(IReadOnlyList<Customer> people)
    {
        var collector = Recipient.Add(EntityKey.New<RecipientId>(clock), "Esimerkkiperintä Oy", EmailAddress.Parse("tietosuoja@perinta.example"), Language.Fi);
        var authority = Recipient.Add(EntityKey.New<RecipientId>(clock), "Esimerkkivirasto", EmailAddress.Parse("kirjaamo@virasto.example"), Language.Sv);
        foreach (var recipient in (Recipient[])[collector, authority])
        {
            db.Add(recipient);
            db.Add(AuditEntry.Of(Demo, AuditAction.RecipientAdded, clock, subject: recipient.Id.Value));
        }

        foreach (var (index, person) in people.Index())
        {
            var (to, ground, reference) = index % 2 == 0 ? (collector, DisclosureGround.DebtCollection, $"A-{700 + index}") : (authority, DisclosureGround.LegalObligation, null);
            DataCategory[] given = [DataCategory.Name, DataCategory.ContactDetails, DataCategory.InvoicingDetails];
            db.AddRange(given.Select(category => Disclosure.Of(person.Id, to, category, clock.Today().AddDays(-index - 1), ground, reference, clock)));
            db.Add(AuditEntry.Of(Demo, AuditAction.DisclosureRecorded, clock, person.Id, to.Id.Value, given.Select(category => category.ToString())));
        }
    }
}
