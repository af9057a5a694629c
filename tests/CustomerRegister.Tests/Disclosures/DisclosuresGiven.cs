using CustomerRegister.Audit;
using CustomerRegister.Disclosures;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Disclosures;

/// <summary>What recipients of data do that a test takes for granted.</summary>
internal static class DisclosuresGiven
{
    /// <summary>Whoever is to be told of somebody who has gone is told: what they knew the person by goes then, and not before.</summary>
    public static async Task RecipientsTold(this TestApp app)
    {
        var open = await app.Stored(db => db.RecipientNotices.Where(n => n.Outcome == null && n.CustomerId == null).Select(n => n.Id).ToListAsync());
        Assert.NotEmpty(open);
        foreach (var id in open)
            Assert.True((await app.Use((SettleNotice settle) => settle.Run(new(id, NoticeOutcome.ToldOtherwise, app.Clock.Today()), Actor.System("test", "arranging"), default))).Succeeded);
    }
}
