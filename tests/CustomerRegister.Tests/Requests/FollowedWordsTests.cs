using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>What whoever follows a request by a link sees of what was sent to the house.</summary>
[Clause("N15")]
public abstract class FollowedWordsTests(Engine engine) : AppTest(engine)
{
    private const string Email = "joku@example.fi", Unverified = "kirjoitusvirhe@example.fi";
    private static readonly Actor Desk = Actor.System("test", "arranging");
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nTodistus\n%%EOF");

    [Fact]
    [Clause("N32")]
    public async Task Ones_own_words_and_files_are_shown_alike_before_and_after_a_match_which_tells_nothing_of_the_register()
    {
        var customer = await Given.Customer("Tuula", "Tuntematon", "tuula@example.fi");
        var id = await App.RequestFromVisitor(Email, RequestType.Complaint, message: "Valitan.");
        Assert.True((await App.Use((FollowRequest follow) => follow.Write(id, "OMAT-SANANI", [new("liite.pdf", Pdf)], AttachmentKind.Other, default))).Succeeded);
        // Whoever told it by phone: it is not known that it was the same person.
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(id, null, "PUHELIMESSA", [new("tuotu.pdf", Pdf)]) { FromPerson = new(Channel.Phone, App.Clock.Today()) }, Desk, default))).Succeeded);
        await App.Use((FollowRequest follow) => follow.SendLinks(EmailAddress.Parse(Email), default));
        using var visitor = await Opened(Email);
        var before = visitor.Text;
        Assert.Contains("Valitan.", before, StringComparison.Ordinal);
        Assert.Contains("OMAT-SANANI", before, StringComparison.Ordinal);
        Assert.DoesNotContain("PUHELIMESSA", before, StringComparison.Ordinal);
        Assert.DoesNotContain("tuotu.pdf", before, StringComparison.Ordinal);

        Assert.True((await App.Use((MatchRequest match) => match.Run(id, customer.Number, Desk, default))).Succeeded);

        await visitor.Get("/request/mine");
        Assert.Equal(before, visitor.Text);
        await visitor.Press("liite.pdf");
        Assert.Equal(Pdf, visitor.Content);

        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.CallBack), Desk, default))).Succeeded);
        await visitor.Get("/request/mine");
        foreach (var said in new[] { "OMAT-SANANI", "liite.pdf", "PUHELIMESSA", "tuotu.pdf" })
            Assert.Contains(said, visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("N32")]
    public async Task An_address_that_nobody_verified_gets_nothing_that_the_person_sent_but_what_the_house_wrote_and_takes_nothing_back()
    {
        var customer = await Given.Customer("Aino", "Virtanen", "aino@example.fi");
        var day = App.Clock.Today();
        App.Clock.Advance(TimeSpan.FromDays(1));
        var own = await App.EstablishedRequestFrom(customer.Id, RequestType.Complaint);
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(own, customer.Id, "SALAISUUTENI", [new("todistus.pdf", Pdf)]), Desk, default))).Succeeded);
        // The letter came first, and takes up what was asked in the portal.
        var letter = (await App.Use((FileRequest file) => file.Run(new(null, RequestType.Complaint, Channel.Letter, day, Language.Fi, "KIRJEESSÄ", null)
        {
            Applicant = new("Aino Virtanen", EmailAddress.Parse(Unverified)),
            LetterIsArchived = true,
        }, Desk, default))).Value!.Id;
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await App.Use((MatchRequest match) => match.Run(letter, customer.Number, Desk, default))).Succeeded);
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(letter, IdentityMethod.CallBack), Desk, default))).Succeeded);
        Assert.Equal((RequestState.Merged, letter), ((await App.Stored(own)).State, (await App.Stored(own)).MergedInto!.Value));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await App.Use((AddToRequest add) => add.Run(new(letter, null, "SANOMA", [new("meilta.pdf", Pdf)]), Desk, default))).Succeeded);

        using var opener = await Opened(Unverified);

        foreach (var shown in new[] { "SANOMA", "meilta.pdf", "Tässä näkyy vain, mitä olemme kirjoittaneet sinulle." })
            Assert.Contains(shown, opener.Text, StringComparison.Ordinal);
        foreach (var hidden in new[] { "SALAISUUTENI", "todistus.pdf", "KIRJEESSÄ" })
            Assert.DoesNotContain(hidden, opener.Text, StringComparison.Ordinal);
        var (sent, ours) = await App.Stored(async db => (await File(db, RequestSide.Person), await File(db, RequestSide.Controller)));
        var followed = (await App.Use((FollowRequest follow) => follow.View(letter, default)))!;
        Assert.Null(await App.Use((ReadAttachment read) => read.ByVisitor(followed, sent, default)));
        Assert.NotNull(await App.Use((ReadAttachment read) => read.ByVisitor(followed, ours, default)));

        Assert.Empty(opener.Page.QuerySelectorAll("a[href$='/withdraw']"));
        await opener.Get("/request/mine/withdraw");
        Assert.Equal("/request/mine", opener.Address);
        Assert.Equal(WithdrawRequestRefusal.RequestNotFound, (await App.Use((WithdrawRequest withdraw) => withdraw.ByVisitor(letter, default))).Refusal);
        Assert.True((await App.Stored(letter)).IsOpen);

        static Task<RequestAttachmentId> File(Data.RegisterContext db, RequestSide from) => db.RequestAttachments.Where(a => a.From == from).Select(a => a.Id).SingleAsync();
    }

    private async Task<Browser> Opened(string email)
    {
        var visitor = App.Browser();
        await visitor.Get(new Uri(Postbox.LinkIn((await App.MailsTo(email))[^1], "/request/open")).PathAndQuery);
        await visitor.Press("Avaa pyyntö");
        return visitor;
    }

    public sealed class OnSqlite() : FollowedWordsTests(Engine.Sqlite);

    public sealed class OnPostgres() : FollowedWordsTests(Engine.Postgres);
}
