using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Two objections of one person become one, the wider, and what each of them signed stays what they signed (N3, N32, N40).</summary>
public abstract class TwoObjectionsTests(Engine engine) : AppTest(engine)
{
    private const string Statement = "Vastustan.";
    private static readonly Actor Test = Actor.System("test", "arranging");

    [Theory]
    [Clause("N32")]
    [InlineData("statistics", "", "")]
    [InlineData("", "statistics", "")]
    [InlineData("statistics", "development", "development statistics")]
    public async Task A_signature_holds_after_its_objection_was_merged_with_another(string first, string second, string against)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var signed = (await Filed(customer, await Coded(first))).Id;
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(signed, IdentityMethod.KnownInPerson), Test, default))).Succeeded);
        var other = await FromVisitor(await Coded(second));
        await App.Use((MatchRequest match) => match.Run(other, customer.Number, Test, default));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(other, IdentityMethod.KnownInPerson), Test, default));

        Assert.Equal(RequestState.Merged, (await App.Stored(other)).State);
        Assert.Equal(against, await Against(signed));
        Assert.Equal(SignatureState.Unaltered, await Signature(signed));
        Assert.Equal(SignatureState.Unaltered, await Signature(other));
    }

    [Fact]
    [Clause("N32")]
    public async Task A_use_that_the_form_repeats_is_signed_once()
    {
        var customer = await Given.Customer();
        var statistics = Assert.Single(await Coded("statistics"));

        var filed = await Filed(customer, [statistics, statistics]);

        Assert.Equal("statistics", await Against(filed.Id));
        Assert.Equal(SignatureState.Unaltered, await Signature(filed.Id));
    }

    [Fact]
    public async Task A_general_objection_that_is_granted_ends_also_the_uses_that_were_once_named()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = (await Filed(customer, await Coded("statistics"))).Id;
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default));
        var general = await FromVisitor([]);
        await App.Use((MatchRequest match) => match.Run(general, customer.Number, Test, default));
        await App.Use((ConfirmIdentity confirm) => confirm.Run(new(general, IdentityMethod.KnownInPerson), Test, default));

        Assert.True((await App.Decide(id, grant: true, "Emme enää käytä.")).Succeeded);

        Assert.Null(await App.Stored(db => db.Objections.Select(o => o.PurposeId).SingleAsync()));
        Assert.True(await App.Stored(db => db.ObjectedPurposes.Select(o => o.Ends).SingleAsync()));
    }

    private async Task<FiledRequest> Filed(Customer customer, IReadOnlyList<PurposeId> against)
    {
        var signature = new RequestSignature("Aino Virtanen", App.Clock.Now(), "InvitationLink", Sha256.Hex(Statement));
        var outcome = await App.Use((FileRequest file) => file.Run(
            new(customer.Id, RequestType.Objection, Channel.Portal, App.Clock.Today(), Language.Fi, "En halua.", signature) { Against = against, Statement = Statement }, Test, default));
        return outcome.Value!;
    }

    private async Task<RequestId> FromVisitor(IReadOnlyList<PurposeId> against)
    {
        var email = EmailAddress.Parse("tuula@example.fi");
        Assert.Null(await App.Use((AskAsVisitor ask) => ask.Run(new(RequestType.Objection, "Tuula Tuntematon", email, null, Language.Fi, Statement) { Against = against }, default)));
        var link = Postbox.LinkIn(Assert.Single(await App.MailsTo(email.Value)), "/request/verify");
        var number = await App.Use((AskAsVisitor ask) => ask.Verify(link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..], default));
        return await App.Stored(db => db.Requests.Where(r => r.Number == number).Select(r => r.Id).SingleAsync());
    }

    private Task<List<PurposeId>> Coded(string codes) => App.Stored(db => db.Purposes.Where(p => codes.Split(' ').Contains(p.Code)).Select(p => p.Id).ToListAsync());

    private async Task<string> Against(RequestId id) => string.Join(' ', await App.Stored(db =>
        db.ObjectedPurposes.Where(o => o.RequestId == id && o.Named).Join(db.Purposes, o => o.PurposeId, p => p.Id, (o, p) => p).OrderBy(p => p.Position).Select(p => p.Code).ToListAsync()));

    private Task<SignatureState?> Signature(RequestId id) => App.Use(async (SignatureCheck check) => (await check.Run(await App.Stored(id), default))?.State);

    public sealed class OnSqlite() : TwoObjectionsTests(Engine.Sqlite);

    public sealed class OnPostgres() : TwoObjectionsTests(Engine.Postgres);
}
