using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Portal;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Requests;

/// <summary>A decision counts wholly or not at all: the right's effect, the letter, the mail, the number of a certificate, the entry.</summary>
public abstract class DecisionReliabilityTests(Engine engine) : AppTest(engine)
{
    private readonly Breakdown _breakdown = new();

    protected override TestApp NewApp() => new(Database)
    {
        Replace = services => services
            .ConfigureDbContext<SqliteRegisterContext>(o => o.AddInterceptors(_breakdown))
            .ConfigureDbContext<PostgresRegisterContext>(o => o.AddInterceptors(_breakdown)),
    };

    [Theory]
    [InlineData(RequestType.Rectification, RequestDecision.Refuse, 9)]
    [InlineData(RequestType.Restriction, RequestDecision.Grant, 9)]
    [InlineData(RequestType.Objection, RequestDecision.Grant, 9)]
    [InlineData(RequestType.Erasure, RequestDecision.Grant, 7)]
    public async Task Killed_at_any_step_nothing_of_a_decision_is_left_and_no_number_is_missing(RequestType type, RequestDecision decision, int steps)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, type);
        var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
        var made = new DecideRequestCommand(id, decision, "Perustelu.") { Grounds = decision.IsRefusal() ? [DecisionGround.ManifestlyUnfounded] : [] };

        var (before, after) = await KilledAtEachStep(id, steps, async () => Assert.True((await App.Use((DecideRequest decide) => decide.Run(made, officer, default))).Succeeded));

        Assert.True(after.Version > before.Version);
        Assert.Equal((1, before.Entries + 1), (after.Letters, after.Entries));
        Assert.Equal(before.NextCertificate + after.Certificates, after.NextCertificate);
        Assert.Equal(type == RequestType.Rectification ? 1 : 0, after.Certificates);
        Assert.Equal(type == RequestType.Restriction ? 1 : 0, after.Restrictions);
        Assert.Equal(type == RequestType.Erasure ? 1 : 0, after.Erasures);
    }

    [Fact]
    [Clause("N35")]
    public async Task Killed_at_any_step_nothing_of_a_correction_is_written_or_told_and_nobody_loses_a_key()
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        await App.Use((KeepPortalKeys keys) => keys.AddPasskey(PortalPasskey.Of(customer.Id, "Puhelin", [1], [2], 0, "", false, false, App.Clock), person, default));
        var id = (await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Portal, App.Clock.Today(), Language.Fi, null, null),
                [new(RectifiedField.FirstName, null, null, "Anni", "Nimi on väärin."), new(RectifiedField.Email, null, null, "anni@example.fi", "Vaihtui.")], false), person, default))).Value!.Id;
        var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.PortalSignIn), officer, default))).Succeeded);
        var items = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == id).Select(i => i.Id).ToListAsync());
        var command = new DecideRectificationCommand(id, [.. items.Select(i => new ItemDecision(i, RectificationDecision.Accept, null, null))], null);

        var (before, after) = await KilledAtEachStep(id, 9, async () => Assert.Null((await App.Use((DecideRectification decide) => decide.Run(command, officer, default))).Refusal));

        Assert.Equal(("Aino aino@example.fi", 0, 1), (before.Details, before.Items, before.Passkeys));
        Assert.Equal(("Anni anni@example.fi", 2, 0), (after.Details, after.Items, after.Passkeys));
        // The answer, and to both addresses that the one was changed.
        Assert.Equal((1, before.Mails + 3, before.Entries + 1), (after.Letters, after.Mails, after.Entries));
    }

    /// <summary>Decides again and again, killed one step later each time, until it is done; each time all is as it was before.</summary>
    /// <param name="least">How many steps it has at least.</param>
    private async Task<(State Before, State After)> KilledAtEachStep(RequestId id, int least, Func<Task> decide)
    {
        var before = await Traces(id);
        var killed = 0;
        for (var steps = 0; ; steps++)
        {
            _breakdown.AfterSteps(steps);
            try
            {
                await decide();
                break;
            }
            catch (Exception e) when (e.GetBaseException() is BreakdownException)
            {
                _breakdown.Repair();
                killed++;
                Assert.Equal(before, await Traces(id));
            }
            finally
            {
                _breakdown.Repair();
            }
        }

        Assert.True(killed >= least, $"killed {killed} times");
        return (before, await Traces(id));
    }

    private Task<State> Traces(RequestId id) => App.Stored(async db => new State(
        await db.Requests.Where(r => r.Id == id).Select(r => r.Version).SingleAsync(),
        await db.Customers.SumAsync(c => c.Version),
        string.Join(' ', await db.Customers.Select(c => $"{c.FirstName} {c.Email}").ToListAsync()),
        await db.RequestLetters.CountAsync(),
        await db.OutgoingEmails.CountAsync(),
        await db.AuditEntries.CountAsync(e => e.Action == AuditAction.RequestGranted || e.Action == AuditAction.RequestRefused),
        await db.AuditEntries.CountAsync(),
        await db.RectificationItems.CountAsync(i => i.Decision != null || i.Draft != null),
        await db.RectificationCertificates.CountAsync(),
        await db.NumberSeries.Where(s => s.Name == NumberSeries.Certificates).Select(s => s.Next).SingleAsync(),
        await db.Restrictions.CountAsync(r => r.LiftedAt == null),
        await db.RequestedErasures.CountAsync(),
        await db.PortalPasskeys.CountAsync()));

    private sealed record State(
        long Version, long CustomerVersion, string Details, int Letters, int Mails, int Entries, int AllEntries, int Items, int Certificates, long NextCertificate, int Restrictions, int Erasures, int Passkeys);

    public sealed class OnSqlite() : DecisionReliabilityTests(Engine.Sqlite);

    public sealed class OnPostgres() : DecisionReliabilityTests(Engine.Postgres);
}
