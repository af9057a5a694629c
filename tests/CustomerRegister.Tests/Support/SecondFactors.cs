using CustomerRegister.Credentials;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Support;

/// <summary>The authenticator apps of the accounts that tests make: they show real codes of real keys, at the test's time.</summary>
public static class SecondFactors
{
    /// <summary>Gives the account an app that has been in use for a while.</summary>
    public static Task SetUp(TestApp app, StaffAccount account) => app.Use(async (CustomerRegister.Data.RegisterContext db) =>
    {
        var keys = app.Keys;
        var authenticator = StaffAuthenticator.Of(account.Id);
        authenticator.Offer(keys.Protect(account.Id, TimeBasedCode.NewKey()));
        authenticator.Confirm(TimeBasedCode.StepAt(app.Clock.Now()) - 100, app.Clock.Now());
        db.Add(authenticator);
        await db.SaveChangesAsync();
    });

    /// <summary>The code that the app shows next. No code opens twice: where those of this minute are used up, half a minute passes.</summary>
    public static async Task<string> NextCode(TestApp app, StaffAccount account)
    {
        var stored = await app.Stored(db => db.StaffAuthenticators.AsNoTracking().SingleAsync(a => a.StaffId == account.Id));
        var step = Math.Max(stored.LastStep + 1, TimeBasedCode.StepAt(app.Clock.Now()) - 1);
        while (step > TimeBasedCode.StepAt(app.Clock.Now()) + 1)
            app.Clock.Advance(TimeSpan.FromSeconds(30));
        return TimeBasedCode.Of(app.Keys.Read(account.Id, stored.ProtectedKey)!, step);
    }
}
