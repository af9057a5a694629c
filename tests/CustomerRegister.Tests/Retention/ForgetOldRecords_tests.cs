using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.TargetGroups;
using CustomerRegister.Tests.Portal;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Mails, answered requests and sign-ins go by their own periods, by themselves.</summary>
[Clause("N20")]
public abstract class ForgetOldRecords_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task Each_goes_when_its_own_period_is_over_and_what_is_under_way_stays()
    {
        var customer = await Given.Customer(email: "aino@esimerkki.example");
        var answered = await App.EstablishedRequestFrom(customer.Id, RequestType.Access);
        Assert.True((await App.Decide(answered, grant: false, "Zyxelqvist ei saa tietoja.")).Succeeded);
        // Of one who has asked about their data nothing goes before the answer.
        var asking = await Given.Customer("Olli", "Otso", "olli@esimerkki.example");
        var open = await App.RequestFrom(asking.Id);
        using (await App.Entered(customer))
        {
        }

        Assert.Equal(new ForgottenRecords(0, 0, 0, 0), await Forget());

        App.Clock.Advance(TimeSpan.FromDays(367));
        var first = await Forget();
        Assert.True(first is { Mails: > 0, Requests: 0, PortalUse: > 0 });
        Assert.Equal(0, await App.Stored(db => db.PortalSessions.CountAsync(Ct)));
        App.Clock.Advance(TimeSpan.FromDays(2 * 366));
        Assert.Equal(1, (await Forget()).Requests);

        var requests = await App.Stored(db => db.Requests.AsNoTracking().ToDictionaryAsync(r => r.Id, Ct));
        Assert.Equal((null, null, null), (requests[answered].CustomerId, requests[answered].DecisionReasons, requests[answered].Message));
        Assert.Equal(asking.Id, requests[open].CustomerId);
        Assert.Equal(2, await App.Stored(db => db.Customers.CountAsync(Ct)));
        Assert.Equal(3, (await Log(AuditAction.OldRecordsForgotten)).Select(e => e.Fields).Distinct().Count());
        Assert.Equal(0, (await Forget()).Requests);
    }

    [Fact]
    public async Task The_day_of_a_record_is_its_day_in_Helsinki()
    {
        App.Settings["Retention:Visits"] = "P1Y";
        // In winter the day begins there two hours earlier than in Greenwich.
        var midnight = new DateTimeOffset(Today.AddDays(10), new(22, 0), TimeSpan.Zero).AddDays(-1);
        foreach (var minutes in (int[])[-30, 30])
        {
            App.Clock.SetUtcNow(midnight.AddMinutes(minutes));
            await App.Use((WriteVisits write) => write.Run(
                [new PageSeen(EntityKey.New<PageViewId>(App.Clock), LinkSecret.New().Hash, null, "/notice", new("203.0.113.1", "Firefox"), App.Clock.Now())], Ct));
        }

        App.Clock.SetUtcNow(midnight.AddYears(1).AddMinutes(5));
        Assert.Equal(1, (await Forget()).Visits);

        Assert.Equal([midnight.AddMinutes(30).UtcDateTime], await App.Stored(db => db.Visits.Select(v => v.StartedAt).ToListAsync(Ct)));
    }

    [Fact]
    [Clause("N33")]
    public async Task The_link_in_a_mail_that_is_long_forgotten_still_forbids()
    {
        var customer = await Given.Customer(email: "aino@esimerkki.example");
        var link = LinkSecret.New();
        await Arrange(db =>
        {
            var mail = MarketingMail.Of(BanKind.DirectMarketing, Language.Fi, "Aihe", "Teksti", 1, App.Clock);
            db.Add(mail);
            db.Add(OutgoingEmail.Marketing(customer.Email!, customer.Id, mail, "Teksti", "https://esimerkki.example/", App.Clock));
            db.Add(UnsubscribeLink.Of(customer.Id, mail.Use, link.Hash, App.Clock));
            return Task.FromResult(0);
        });
        await App.MailsTo("aino@esimerkki.example");
        App.Clock.Advance(TimeSpan.FromDays(5 * 366));
        Assert.Equal(1, (await Forget()).Mails);
        Assert.Equal(0, await App.Stored(db => db.OutgoingEmails.CountAsync(Ct)));

        var reader = App.Browser();
        await reader.Get($"/unsubscribe/{link.Text}");
        Assert.Equal(0, await App.Stored(db => db.Bans.CountAsync(Ct)));
        await reader.Submit("main form");

        var ban = await App.Stored(db => db.Bans.SingleAsync(Ct));
        Assert.Equal((customer.Id, BanKind.DirectMarketing, true), (ban.CustomerId, ban.Kind, ban.Forbidden));
    }

    [Fact]
    [Clause("N19")]
    public async Task Of_one_under_a_legal_hold_nothing_goes_until_it_is_lifted()
    {
        var (held, other) = (await Given.Customer("Aino", "Aalto", "aino@esimerkki.example"), await Given.Customer("Olli", "Otso", "olli@esimerkki.example"));
        foreach (var customer in (CustomerRegister.Customers.Customer[])[held, other])
        {
            var answered = await App.EstablishedRequestFrom(customer.Id, RequestType.Access);
            Assert.True((await App.Decide(answered, grant: false, "Ei.")).Succeeded);
            using (await App.Entered(customer))
            {
            }
        }

        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var by = new Actor(ActorKind.Staff, officer.Id, "PrivacyOfficer", "holds");
        var hold = (await App.Use((PlaceHolds place) => place.Run(new([held.Id], "Riita kuluttajariitalautakunnassa", officer.Id, Today.AddYears(1)), by, Ct))).Value![0];
        App.Clock.Advance(TimeSpan.FromDays(11 * 366));

        var first = await Forget();
        Assert.True(first is { Mails: > 0, Requests: 1, PortalUse: > 0 });
        Assert.True(await App.Use((ForgetOldEntries entries) => entries.Run(Ct)) > 0);
        Assert.True(await App.Stored(db => db.OutgoingEmails.AnyAsync(m => m.CustomerId == held.Id, Ct)));
        Assert.False(await App.Stored(db => db.OutgoingEmails.AnyAsync(m => m.CustomerId == other.Id, Ct)));
        Assert.Equal(held.Id, (await App.Stored(db => db.Requests.SingleAsync(r => r.CustomerId != null, Ct))).CustomerId);
        Assert.True(await App.Stored(db => db.PortalSessions.AnyAsync(s => s.CustomerId == held.Id, Ct)));
        Assert.True(await App.Stored(db => db.AuditEntries.AnyAsync(e => e.CustomerId == held.Id, Ct)));
        Assert.False(await App.Stored(db => db.AuditEntries.AnyAsync(e => e.CustomerId == other.Id, Ct)));

        Assert.True((await App.Use((LiftHold lift) => lift.Run(new(hold.Id, "Riita on ratkaistu"), by, Ct))).Succeeded);
        Assert.Equal(1, (await Forget()).Requests);
        Assert.False(await App.Stored(db => db.PortalSessions.AnyAsync(Ct)));
    }

    private Task<ForgottenRecords> Forget() => App.Use((ForgetOldRecords forget) => forget.Run(Ct));

    public sealed class OnSqlite() : ForgetOldRecords_tests(Engine.Sqlite);

    public sealed class OnPostgres() : ForgetOldRecords_tests(Engine.Postgres);
}
