using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Consents;

/// <summary>The uses that a ban ends are told like all others, with their legal basis, and are never weighed (GDPR Art. 21(2) and (3)).</summary>
public abstract class UsesToForbidTests(Engine engine) : AppTest(engine)
{
    private static readonly Actor Test = Actor.System("test", "arranging");

    [Fact]
    [Clause("N7")]
    [Clause("N8")]
    [Clause("N33")]
    public async Task Whatever_a_list_or_mail_is_made_for_is_told_with_its_legal_basis_and_who_gets_it()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var purposes = await App.Stored(db => db.Purposes.AsNoTracking().ToDictionaryAsync(p => p.Code));
        foreach (var use in Enum.GetValues<BanKind>())
        {
            var purpose = purposes[BanPurposes.Of(use)];
            Assert.Equal((LegalBasis.LegitimateInterest, use), (purpose.Basis, purpose.Ban!.Value));
            foreach (var category in (DataCategory[])[DataCategory.Name, DataCategory.ContactDetails])
                Assert.Contains(purpose.Code, DataUse.PurposesOf(category));
        }

        using var portal = await App.Entered(customer);
        await portal.Get("/my");
        var name = portal.Page.QuerySelectorAll("main section").First(s => s.QuerySelector("h2")?.TextContent == "Nimi").TextContent;
        Assert.Contains("Suoramarkkinointi, Etämyynti, Markkinatutkimukset, Mielipidetutkimukset, Julkaiseminen luetteloissa, Luovuttaminen markkinointiin (oikeutettu etu)", name, StringComparison.Ordinal);
        Assert.Contains("kumppanit, jotka painavat ja postittavat kirjeemme", name, StringComparison.Ordinal);
        Assert.Contains("luettelon vastaanottaja, jos tietosi julkaistaan luettelossa etkä ole kieltänyt sitä", name, StringComparison.Ordinal);
        await portal.Get("/notice");
        Assert.Contains("Voimme julkaista nimesi ja yhteystietosi sähköisenä tai kirjallisena luettelona, esimerkiksi osoitetarroina suoramainoksia varten, ellet kiellä sitä.", portal.Text, StringComparison.Ordinal);
        Assert.Contains("painavat ja postittavat kirjeemme", portal.Text, StringComparison.Ordinal);
        using var officer = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await officer.Get("/admin/purposes");
        Assert.Contains("Julkaiseminen luetteloissa", officer.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N8")]
    public async Task An_older_register_gets_the_uses_once_and_keeps_its_own_words()
    {
        await App.Browser().Get("/notice");
        var direct = await Coded("direct-marketing");
        var words = new LocalizedText("Omat", "Egna", "Own");
        Assert.True((await App.Use((EditPurpose edit) => edit.Run(new(direct.Id, direct.Version, null, direct.Basis, words, words), Test, default))).Succeeded);
        string[] missing = ["market-research", "opinion-polls"];
        await App.Use(async (RegisterContext db) =>
        {
            await db.PurposeTexts.Where(t => db.Purposes.Any(p => p.Id == t.PurposeId && missing.Contains(p.Code))).ExecuteDeleteAsync();
            return await db.Purposes.Where(p => missing.Contains(p.Code)).ExecuteDeleteAsync();
        });
        var before = await App.Stored(db => db.Purposes.CountAsync());

        await App.Use(async (LayDownDefaults defaults) => await defaults.Run(default));
        await App.Use(async (LayDownDefaults defaults) => await defaults.Run(default));

        Assert.Equal(before + 2, await App.Stored(db => db.Purposes.CountAsync()));
        var kept = await Coded("direct-marketing");
        Assert.Equal(("Omat", 2), (kept.Name.Fi, kept.Version));
        foreach (var code in missing)
            Assert.Equal(1, await App.Stored(db => db.PurposeTexts.CountAsync(t => db.Purposes.Any(p => p.Id == t.PurposeId && p.Code == code))));
        Assert.Equal(await App.Stored(db => db.Purposes.CountAsync()), await App.Stored(db => db.Purposes.Select(p => p.Position).Distinct().CountAsync()));
    }

    [Fact]
    [Clause("N33")]
    public async Task What_a_ban_ends_is_forbidden_by_a_switch_and_is_not_among_what_is_weighed()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        string[] weighed = ["Toiminnan kehittäminen", "Tilastot"];
        using var portal = await App.Entered(customer);
        await portal.Get("/my/consents");
        Assert.Equal(weighed, portal.Page.QuerySelectorAll("#objections dt").Select(e => e.TextContent.Trim()));
        await portal.Get("/my/requests/new/objection");
        Assert.Equal(weighed, Labels(portal, "Input.Against"));
        await portal.Follow("Siirry kieltoihin");
        Assert.Equal("/my/consents", portal.Address.Split('#')[0]);
        await portal.Get("/request");
        Assert.Equal(weighed, Labels(portal, "Input.Against"));
        Assert.Equal(
            ["Kiellän suoramarkkinoinnin", "Kiellän etämyynnin", "Kiellän markkinatutkimukset", "Kiellän mielipidetutkimukset", "Kiellän julkaisemisen luetteloissa", "Kiellän luovuttamisen markkinointiin"],
            Labels(portal, "Input.Forbidden"));

        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{id.Value}/decision");
        Assert.Equal(weighed, Labels(desk, "Purposes"));
    }

    [Fact]
    [Clause("N7")]
    [Clause("N33")]
    [Clause("N40")]
    public async Task Who_objects_to_all_and_is_right_has_forbidden_everything_too_until_they_allow_it_again()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, RequestType.Objection);
        Assert.True((await App.Decide(id, grant: true, "Emme enää käytä.")).Succeeded);
        Assert.Equal(Enum.GetValues<BanKind>(), (await App.Stored(db => db.Bans.Where(b => b.CustomerId == customer.Id && b.Forbidden && b.Channel == Channel.Portal).Select(b => b.Kind).ToListAsync())).Order());
        Assert.Contains("\n– Mielipidetutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);
        await App.Use(async (RegisterContext db) => await db.Restrictions.ExecuteDeleteAsync());
        // The bans stand by themselves.
        var objection = await App.Stored(db => db.Objections.SingleAsync());
        Assert.False(await Reached());

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, Forbidden: false, Channel.Portal), Test, default));
        // The later word holds, though all the rest is still objected to.
        Assert.True(await Reached());
        await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, Forbidden: true, Channel.Portal), Test, default));
        await App.Use((EndObjection end) => end.Run(customer.Id, objection.Id, Test, default));
        Assert.False(await Reached());
    }

    private Task<bool> Reached() => App.Use((ReachableCustomers reachable) => reachable.For(BanKind.MarketResearch, ReachedBy.Email).AnyAsync());

    private Task<Purpose> Coded(string code) => App.Stored(db => db.Purposes.AsNoTracking().SingleAsync(p => p.Code == code));

    private static IEnumerable<string> Labels(Browser browser, string name) => browser.Page.QuerySelectorAll($"input[type=checkbox][name='{name}']").Select(i => i.ParentElement!.TextContent.Trim());

    public sealed class OnSqlite() : UsesToForbidTests(Engine.Sqlite);

    public sealed class OnPostgres() : UsesToForbidTests(Engine.Postgres);
}
