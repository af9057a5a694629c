using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>Makes rows for pages to show, of one subject, and tells the addresses under which they are shown.</summary>
internal abstract class Arrangement(TestApp app)
{
    protected static readonly Actor Arranging = Actor.System("test", "arranging") with { SeesProtectedAddresses = true };

    protected TestApp App => app;

    protected Given Given => new(app);

    protected DateOnly Today => app.Clock.Today();

    /// <summary>What a member of staff does who may do everything.</summary>
    protected async Task<Actor> Officer() => (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");

    /// <summary>Runs a use case that must not refuse.</summary>
    protected async Task<T> Done<TService, T, TRefusal>(Func<TService, Task<Outcome<T, TRefusal>>> act)
        where TService : notnull
        where TRefusal : struct, Enum
    {
        var outcome = await app.Use(act);
        Assert.True(outcome.Succeeded, $"{typeof(TService).Name}: {outcome.Refusal}");
        return outcome.Value;
    }

    protected Task<T> Save<T>(Func<RegisterContext, Task<T>> make) => app.Use(async (RegisterContext db) =>
    {
        var made = await make(db);
        db.Add(AuditEntry.Of(Arranging, AuditAction.CustomerChanged, app.Clock));
        await db.SaveChangesAsync();
        return made;
    });

    protected static string PathOf(string link) => new Uri(link).PathAndQuery;
}
