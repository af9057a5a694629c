using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Portal;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>What a customer has in the portal: consents, a ban, requests that are open, answered and refused, a package, a password.</summary>
internal sealed class OwnPagesArranged(TestApp app) : Arrangement(app)
{
    public const string Password = "pitkä ja hyvä tunnuslause";

    /// <param name="customer">Somebody of whom there is something everywhere, among it a request for correction; they have entered.</param>
    public async Task<IReadOnlyList<string>> Addresses(Customer customer)
    {
        var officer = await Officer();
        var person = Self(customer);
        var consent = await App.Stored(db => db.ConsentDecisions.Where(d => d.CustomerId == customer.Id).Select(d => d.Id).FirstAsync());
        await ChoosePassword(customer);

        var refused = await App.Stored(db => db.Requests.Where(r => r.CustomerId == customer.Id && r.Type == RequestType.Rectification).Select(r => r.Id).SingleAsync());
        await Done((ConfirmIdentity confirm) => confirm.Run(new(refused, IdentityMethod.PortalSignIn), officer, default));
        await Done((DecideRequest decide) => decide.Run(new(refused, RequestDecision.Refuse, "Namnet stämmer.") { Grounds = [DecisionGround.DataIsAccurate] }, officer, default));
        var items = (await Done((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, Today, Language.Sv, null, null), [new(RectifiedField.FirstName, null, null, "Pirko", "Fel stavat.")], false), person, default))).Id;
        await Done((ConfirmIdentity confirm) => confirm.Run(new(items, IdentityMethod.PortalSignIn), officer, default));
        var item = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == items).Select(i => i.Id).SingleAsync());
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(new(items, [new(item, RectificationDecision.Refuse, null, "Namnet stämmer.") { Ground = DecisionGround.DataIsAccurate }], null), officer, default))).Refusal);

        var answered = await App.EstablishedRequestFrom(customer.Id, RequestType.Access, Language.Sv);
        await Done((DecideRequest decide) => decide.Run(
            new(answered, RequestDecision.GrantPartly, "Uppgifter om andra lämnas inte ut.") { Parts = [new(DataCategory.Notes, DecisionGround.RightsOfOthers)] }, officer, default));
        // A package that was made before is no longer there: it would hold what is refused.
        await App.Use((OwnPackages own) => own.Make(customer.Id, person, default));
        var open = await App.EstablishedRequestFrom(customer.Id, RequestType.Complaint, Language.Sv);
        var kinds = Enum.GetValues<RequestType>().Except([RequestType.Complaint]).Select(type => $"/my/requests/new/{type.ToString().ToLowerInvariant()}");
        var statistics = await App.Stored(db => db.Purposes.Where(p => p.Code == "statistics").Select(p => p.Id).SingleAsync());
        return
        [
            $"/my/consents/{consent.Value}", $"/my/requests/{open.Value}", $"/my/requests/{refused.Value}", $"/my/requests/{answered.Value}", $"/my/requests/{answered.Value}/answer",
            $"/my/requests/{items.Value}/rectification", $"/my/requests/{items.Value}/certificate", .. kinds, $"/my/requests/new/objection?against={statistics.Value}",
            "/my/rectification/new?item=FirstName&item=Language", "/my/security/remove?what=Password",
        ];
    }

    /// <summary>Chooses a password for whoever has entered.</summary>
    public async Task ChoosePassword(Customer customer)
    {
        var session = await App.Stored(db => db.PortalSessions.AsNoTracking().Where(s => s.CustomerId == customer.Id).OrderByDescending(s => s.StartedAt).FirstAsync());
        await Done((ChoosePortalPassword choose) => choose.Run(session, Password, Self(customer), default));
    }

    public static Actor Self(Customer customer) => new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
}
