using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Disclosures;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>Requests as the desk meets them: new, in hand, waiting for a second person, answered; corrections item by item; recipients to be told.</summary>
internal sealed class RequestsArranged(TestApp app) : Arrangement(app)
{
    public async Task<IReadOnlyList<string>> Addresses()
    {
        var officer = await Officer();
        var customer = await Given.Customer("Åsa", "Öhman", language: Language.Sv);
        var inHand = await App.EstablishedRequestFrom(customer.Id, RequestType.Complaint, Language.Sv);
        var late = await App.RequestFrom(customer.Id, RequestType.Portability, Today.AddMonths(-2), Language.Sv, Channel.Letter);
        var unproven = await App.RequestFrom(customer.Id, RequestType.Restriction, language: Language.Sv);
        await Done((AskForIdentity ask) => ask.Run(unproven, officer, default));
        var visitor = await App.RequestFromVisitor("tuula@example.fi", RequestType.Erasure);
        var proposed = await App.EstablishedRequestFrom((await Given.Customer("Eero", "Ero")).Id, RequestType.Erasure);
        await Save(async db =>
        {
            var request = await db.Requests.Include(r => r.Pauses).SingleAsync(r => r.Id == proposed);
            request.Propose(new(RequestDecision.Refuse, [DecisionGround.ManifestlyUnfounded], "Samaa on pyydetty monta kertaa."), officer.Id!.Value, App.Clock.Now());
            return request;
        });
        var answered = await App.EstablishedRequestFrom(customer.Id, RequestType.Access, Language.Sv);
        await Done((DecideRequest decide) => decide.Run(
            new(answered, RequestDecision.GrantPartly, "Uppgifter om andra lämnas inte ut.") { Parts = [new(DataCategory.Notes, DecisionGround.RightsOfOthers)] }, officer, default));
        var letter = await App.Stored(db => db.RequestLetters.Where(l => l.RequestId == answered).Select(l => l.Id).SingleAsync());
        var decisions = new List<string>();
        foreach (var type in Enum.GetValues<RequestType>().Except([RequestType.Rectification]))
            decisions.Add($"/staff/requests/{(await App.EstablishedRequestFrom((await Given.Customer("Oiva", "Oikeus")).Id, type)).Value}/decision");
        return
        [
            .. decisions, $"/staff/requests/{inHand.Value}", $"/staff/requests/{late.Value}", $"/staff/requests/{unproven.Value}", $"/staff/requests/{unproven.Value}/unidentified", $"/staff/requests/{visitor.Value}", $"/staff/requests/{proposed.Value}",
            $"/staff/requests/{answered.Value}", $"/staff/requests/{answered.Value}/letters/{letter.Value}", .. await Corrections(officer),
        ];
    }

    private async Task<IReadOnlyList<string>> Corrections(Actor officer)
    {
        var customer = await Given.Customer("Rauha", "Rajala", "rauha@example.fi");
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        var phone = await Save(db =>
        {
            var stored = CustomerPhone.Of(customer.Id, PhoneKind.Phone, PhoneNumber.Parse("+358401111111"), new(SourceKind.UpdateService, "Osoitepalvelu Oy", Today), App.Clock);
            db.Add(stored);
            return Task.FromResult(stored.Id.Value);
        });
        var recipient = await Done((AddRecipient add) => add.Run(new("Perintä Oy", "tietosuoja@perinta.example", Language.Fi), Arranging, default));
        await Done((RecordDisclosure record) => record.Run(new(customer.Id, recipient.Id, [DataCategory.Name, DataCategory.ContactDetails], Today, DisclosureGround.DebtCollection, "A-1"), Arranging, default));

        // Of two items one is accepted, whose source is told that it was wrong, and one refused, which gives a certificate.
        var decided = await Filed(customer, person, new RectificationEntry(RectifiedField.Phone, phone, "+358401111111", "040 222 2222", "Numero on vaihtunut."), new RectificationEntry(RectifiedField.FirstName, null, null, "Ruha", "Kirjoitusvirhe."));
        var items = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == decided).OrderBy(i => i.Position).Select(i => i.Id).ToListAsync());
        var outcome = await App.Use((DecideRectification decide) => decide.Run(
            new(decided, [new(items[0], RectificationDecision.Accept, null, null), new(items[1], RectificationDecision.Refuse, null, "Nimi on väestötiedoissa näin.") { Ground = DecisionGround.DataIsAccurate }], null), officer, default));
        Assert.Null(outcome.Refusal);
        var restriction = await App.Stored(db => db.Restrictions.Where(r => r.CustomerId == customer.Id).Select(r => r.Id).SingleAsync());
        await Done((TellOfLifting tell) => tell.Run(new(customer.Id, restriction, RestrictionNotice.Letter, Today, "Nimi on tarkistettu."), officer, default));
        var notice = await App.Stored(db => db.RecipientNotices.Select(n => n.Id).FirstAsync());

        var asking = await Given.Customer("Otto", "Oikaisija");
        var open = await Filed(asking, new(ActorKind.Customer, asking.Id.Value, "Customer", "own-data"), new RectificationEntry(RectifiedField.FirstName, null, null, "Otso", "Kirjoitusvirhe."));
        var onPaper = await App.EstablishedRequestFrom((await Given.Customer("Paavo", "Paperi")).Id, RequestType.Rectification);
        return
        [
            $"/staff/requests/{open.Value}/rectification", $"/staff/requests/{onPaper.Value}/rectification/choose", $"/staff/requests/{onPaper.Value}/rectification/items?item=FirstName&item=Language",
            $"/staff/requests/{decided.Value}/rectification", $"/staff/requests/{decided.Value}/certificate", $"/staff/requests/{decided.Value}/rectification/{items[0].Value}/letter",
            $"/staff/customers/{asking.Id.Value}", $"/staff/customers/{asking.Id.Value}/restrictions", $"/staff/customers/{customer.Id.Value}/restrictions/{restriction.Value}/notice", $"/staff/customers/{customer.Id.Value}/restrictions/{restriction.Value}/letter",
            $"/staff/customers/{customer.Id.Value}/disclosures", $"/staff/requests/recipients/{notice.Value}", $"/admin/recipients/{recipient.Id.Value}",
        ];

        async Task<RequestId> Filed(Customer by, Actor actor, params RectificationEntry[] entries)
        {
            var id = (await Done((FileRectification file) => file.Run(new(new(by.Id, RequestType.Rectification, Channel.Portal, Today, Language.Fi, null, null), entries, true), actor, default))).Id;
            await Done((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.PortalSignIn), officer, default));
            return id;
        }
    }
}
