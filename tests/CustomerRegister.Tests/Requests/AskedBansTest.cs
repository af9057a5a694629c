using System.IO.Compression;
using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Arranges bans that are asked for on the public page, and what becomes of them.</summary>
public abstract class AskedBansTest(Engine engine) : AppTest(engine)
{
    protected static readonly Actor Test = Actor.System("test", "arranging");

    protected Task<RequestId> Asked(string email, string name, Language language, params string[] codes) => Asked(email, name, language, codes, "");

    protected async Task<RequestId> Asked(string email, string name, Language language, string[] codes, string words)
    {
        using var browser = App.Browser();
        browser.Languages = language.Code();
        await browser.Get("/request");
        List<(string, string)> form = [("Input.Type", "Objection"), ("Input.Name", name), ("Input.Email", email), ("Input.Message", words), ("Input.Agreed", "true")];
        foreach (var code in codes)
            form.Add((code == "statistics" ? "Input.Against" : "Input.Forbidden", (await Coded(code)).Value.ToString()));
        await browser.Submit("main form", [.. form]);
        await browser.Get(Postbox.LinkIn(Assert.Single(await App.MailsTo(email)), "/request/verify"));
        await browser.Submit("main form");
        return await App.Stored(db => db.Requests.Where(r => r.ApplicantName == name).Select(r => r.Id).SingleAsync());
    }

    protected async Task Match(RequestId id, Customer customer)
    {
        var clerk = await Given.Staff(StaffRole.CustomerService);
        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, clerk.AsActor("requests"), default))).Succeeded);
    }

    protected async Task Confirm(RequestId id)
    {
        var clerk = await Given.Staff(StaffRole.CustomerService);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), clerk.AsActor("requests"), default))).Succeeded);
    }

    /// <summary>An objection from the portal, in hand.</summary>
    protected async Task<RequestId> Objected(Customer customer, PurposeId[] against)
    {
        var id = (await App.Use((FileRequest file) => file.Run(new(customer.Id, RequestType.Objection, Channel.Portal, App.Clock.Today(), Language.Fi, "Syyni.", null) { Against = against }, Test, default))).Value!.Id;
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.PortalSignIn), Test, default))).Succeeded);
        return id;
    }

    protected async Task<JsonDocument> Evidence(RequestId id)
    {
        var file = new MemoryStream();
        await App.Use((EvidenceFile evidence) => evidence.Write(id, file, Test, default));
        using var zip = new ZipArchive(file);
        return await JsonDocument.ParseAsync(await zip.Entries.Single(e => e.Name.EndsWith(".json", StringComparison.Ordinal)).OpenAsync());
    }

    protected async Task<IEnumerable<(BanKind, bool, Channel)>> Bans(Customer customer) =>
        (await App.Stored(db => db.Bans.Where(b => b.CustomerId == customer.Id).OrderBy(b => b.Kind).ToListAsync())).Select(b => (b.Kind, b.Forbidden, b.Channel));

    protected Task<bool> Reached() => App.Use((ReachableCustomers reachable) => reachable.For(BanKind.MarketResearch, ReachedBy.Email).AnyAsync());

    protected Task<PurposeId> Coded(string code) => App.Stored(db => db.Purposes.Where(p => p.Code == code).Select(p => p.Id).SingleAsync());
}
