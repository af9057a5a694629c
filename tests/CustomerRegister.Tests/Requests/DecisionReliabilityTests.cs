using CustomerRegister.Audit;
using CustomerRegister.Data;
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
    [InlineData(RequestType.Rectification, RequestDecision.Refuse)]
    [InlineData(RequestType.Restriction, RequestDecision.Grant)]
    [InlineData(RequestType.Objection, RequestDecision.Grant)]
    public async Task Killed_at_any_step_nothing_of_a_decision_is_left_and_no_number_is_missing(RequestType type, RequestDecision decision)
    {
        var customer = await Given.Customer(email: "aino@example.fi");
        var id = await App.EstablishedRequestFrom(customer.Id, type);
        var officer = await Given.Staff(StaffRole.PrivacyOfficer);
        var made = new DecideRequestCommand(id, decision, "Perustelu.") { Grounds = decision.IsRefusal() ? [DecisionGround.ManifestlyUnfounded] : [] };
        var before = await Traces(id);

        var killed = 0;
        for (var steps = 0; ; steps++)
        {
            _breakdown.AfterSteps(steps);
            try
            {
                Assert.True((await App.Use((DecideRequest decide) => decide.Run(made, new(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests"), default))).Succeeded);
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

        Assert.True(killed > 8, $"killed {killed} times");
        var after = await Traces(id);
        Assert.True(after.Version > before.Version);
        Assert.Equal((1, before.Entries + 1), (after.Letters, after.Entries));
        Assert.Equal(before.NextCertificate + after.Certificates, after.NextCertificate);
        Assert.Equal(type == RequestType.Rectification ? 1 : 0, after.Certificates);
        Assert.Equal(type == RequestType.Restriction ? 1 : 0, after.Restrictions);
    }

    private Task<State> Traces(RequestId id) => App.Stored(async db => new State(
        await db.Requests.Where(r => r.Id == id).Select(r => r.Version).SingleAsync(),
        await db.Customers.SumAsync(c => c.Version),
        await db.RequestLetters.CountAsync(),
        await db.OutgoingEmails.CountAsync(),
        await db.AuditEntries.CountAsync(e => e.Action == AuditAction.RequestGranted || e.Action == AuditAction.RequestRefused),
        await db.RectificationCertificates.CountAsync(),
        await db.NumberSeries.Where(s => s.Name == NumberSeries.Certificates).Select(s => s.Next).SingleAsync(),
        await db.Restrictions.CountAsync(r => r.LiftedAt == null)));

    private sealed record State(long Version, long CustomerVersion, int Letters, int Mails, int Entries, int Certificates, long NextCertificate, int Restrictions);

    public sealed class OnSqlite() : DecisionReliabilityTests(Engine.Sqlite);

    public sealed class OnPostgres() : DecisionReliabilityTests(Engine.Postgres);
}
