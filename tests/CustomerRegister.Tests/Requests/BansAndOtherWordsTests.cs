using CustomerRegister.Consents;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>A ban that is asked for meets another objection of the person's, or another word of theirs about the same use: no ban is lost, and the latest word holds.</summary>
public abstract class BansAndOtherWordsTests(Engine engine) : AskedBansTest(engine)
{
    [Fact]
    [Clause("N33")]
    public async Task A_ban_that_comes_while_an_objection_to_all_is_open_holds_at_once()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var open = await App.RequestFrom(customer.Id, RequestType.Objection);

        var filed = (await App.Use(async (FileRequest file) => await file.Run(
            new(customer.Id, RequestType.Objection, Channel.Phone, App.Clock.Today(), Language.Fi, null, null) { Against = [await Coded("opinion-polls")] }, Test, default))).Value!;

        Assert.Equal((open, false, true), (filed.Id, filed.IsNew, filed.Added));
        Assert.Equal([(BanKind.OpinionPolls, true, Channel.Phone)], await Bans(customer));
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(open, IdentityMethod.KnownInPerson), Test, default))).Succeeded);
        Assert.True((await App.Decide(open, grant: false, "Etumme painaa enemmän.")).Succeeded);
        Assert.Contains("Olemme kirjanneet nämä kieltosi, ja ne ovat voimassa:\n– Mielipidetutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == open))).Paragraphs);
    }

    [Theory]
    [Clause("N33")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ban_holds_and_is_answered_by_itself_though_another_objection_of_theirs_waits_to_be_weighed(bool namesUse)
    {
        App.Settings["Requests:FourEyes"] = "true";
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("joku@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        App.Clock.Advance(TimeSpan.FromDays(1));
        var open = await Objected(customer, namesUse ? [await Coded("statistics")] : []);
        await Match(id, customer);

        await Confirm(id);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.Equal((RequestState.Granted, RequestDecision.Grant), ((await App.Stored(id)).State, (await App.Stored(id)).Decision!.Value));
        Assert.Equal((RequestState.InHand, null), ((await App.Stored(open)).State, (await App.Stored(open)).Decision));
        Assert.Empty(await App.Stored(db => db.Objections.ToListAsync()));
        Assert.Contains("\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N33")]
    public async Task A_ban_with_words_that_joins_an_open_objection_holds_and_its_words_are_read_there()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var open = await Objected(customer, [await Coded("statistics")]);
        App.Clock.Advance(TimeSpan.FromDays(1));
        var id = await Asked("joku@example.fi", "Aino Virtanen", Language.Fi, ["market-research"], "Älkää myöskään soittako minulle.");
        await Match(id, customer);

        await Confirm(id);

        Assert.Equal((RequestState.Merged, open), ((await App.Stored(id)).State, (await App.Stored(id)).MergedInto!.Value));
        Assert.Equal([(BanKind.MarketResearch, true, Channel.Email)], await Bans(customer));
        Assert.True((await App.Stored(open)).HasNewMessage);
        using var desk = await Given.SignedIn(StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{open.Value}");
        Assert.Contains("Älkää myöskään soittako minulle.", desk.Text, StringComparison.Ordinal);
        Assert.True((await App.Decide(open, grant: false, "Tilastoissa ei näy ketään.")).Succeeded);
        Assert.Contains("Olemme kirjanneet nämä kieltosi, ja ne ovat voimassa:\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == open))).Paragraphs);
    }

    [Fact]
    [Clause("N33")]
    public async Task What_the_person_has_allowed_again_since_the_match_stays_allowed_when_the_identity_is_established()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "statistics", "market-research");
        await Match(id, customer);
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, false, Channel.Portal), Test, default));

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), Test, default))).Succeeded);

        Assert.True(await Reached());
    }

    [Fact]
    [Clause("N33")]
    public async Task What_the_person_has_allowed_again_before_the_match_stays_allowed_and_is_told_so()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        foreach (var forbidden in (bool[])[true, false])
        {
            App.Clock.Advance(TimeSpan.FromDays(1));
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, forbidden, Channel.Portal), Test, default));
        }

        await Match(id, customer);

        Assert.True(await Reached());
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
        var letter = (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Paragraphs;
        Assert.Contains("Olet pyyntösi jälkeen sallinut nämä käytöt, joten ne eivät ole kiellettyjä:\n– Markkinatutkimukset", letter);
        Assert.DoesNotContain(letter, told => told.Contains("ne ovat voimassa", StringComparison.Ordinal));
        using var json = await Evidence(id);
        Assert.Empty(json.RootElement.GetProperty("usesEnded").EnumerateArray());
    }

    [Fact]
    [Clause("N33")]
    public async Task An_older_letter_that_joins_an_open_objection_takes_no_later_word_back()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var day = App.Clock.Today();
        App.Clock.Advance(TimeSpan.FromDays(3));
        var open = await Objected(customer, [await Coded("statistics")]);
        foreach (var forbidden in (bool[])[true, false])
        {
            App.Clock.Advance(TimeSpan.FromHours(1));
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, forbidden, Channel.Portal), Test, default));
        }

        App.Clock.Advance(TimeSpan.FromDays(1));
        var filed = (await App.Use(async (FileRequest file) => await file.Run(
            new(customer.Id, RequestType.Objection, Channel.Letter, day, Language.Fi, null, null) { Against = [await Coded("market-research")], LetterIsArchived = true }, Test, default))).Value!;

        Assert.Equal(open, filed.Id);
        Assert.True(await Reached());
    }

    [Theory]
    [Clause("N33")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_forbidden_the_use_already_is_answered_that_it_is_forbidden(bool since)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        if (!since)
            await Forbid();
        var id = await Asked("aino@example.fi", "Aino Virtanen", Language.Fi, "market-research");
        if (since)
            await Forbid();

        await Match(id, customer);

        Assert.Equal([(BanKind.MarketResearch, true, Channel.Portal)], await Bans(customer));
        Assert.Equal(RequestDecision.Grant, (await App.Stored(id)).Decision);
        Assert.Contains("\n– Markkinatutkimukset", (await App.Stored(db => db.RequestLetters.SingleAsync(l => l.RequestId == id))).Body, StringComparison.Ordinal);

        async Task Forbid()
        {
            App.Clock.Advance(TimeSpan.FromSeconds(1));
            await App.Use((SetBan ban) => ban.Run(new(customer.Id, BanKind.MarketResearch, true, Channel.Portal), Test, default));
            App.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public sealed class OnSqlite() : BansAndOtherWordsTests(Engine.Sqlite);

    public sealed class OnPostgres() : BansAndOtherWordsTests(Engine.Postgres);
}
