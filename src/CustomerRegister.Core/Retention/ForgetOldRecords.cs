using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Visits;

namespace CustomerRegister.Retention;

/// <summary>How many rows went by their own rules.</summary>
public sealed record ForgottenRecords(int Mails, int Requests, int PortalUse, int Visits);

/// <summary>
/// Carries out the rules that are set to automatic: see <see cref="RetentionRules.Automatic"/>. They take away what is not the customer relationship itself, each when its own period is
/// over. Whoever is kept whole, as by a legal hold, keeps these too.
/// </summary>
public sealed class ForgetOldRecords(RegisterContext db, TimeProvider clock, RetentionRules rules, OldRecords old)
{
    private static readonly Actor Job = Actor.System("nightly-retention", "retention");

    public async Task<ForgottenRecords> Run(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mails = await Forget(RetentionRule.Mails, ct);
        if (!rules.IsAutomatic(RetentionRule.Mails))
            mails += await old.ForgetNobodysMails(clock.Today(), ct);
        var visits = await Forget(RetentionRule.Visits, ct);
        if (!rules.IsAutomatic(RetentionRule.Visits))
            visits += await old.ForgetNobodysVisits(clock.Today(), ct);
        // Whatever the setting: a restriction that has ended kept them, and their consent was over before.
        visits += await db.ForgetUnconsentedVisits(null, ct);
        var forgotten = new ForgottenRecords(mails, await Forget(RetentionRule.ClosedRequests, ct), await Forget(RetentionRule.PortalUse, ct), visits);
        foreach (var (rows, rule) in new[]
        {
            (forgotten.Mails, RetentionRule.Mails), (forgotten.Requests, RetentionRule.ClosedRequests), (forgotten.PortalUse, RetentionRule.PortalUse), (forgotten.Visits, RetentionRule.Visits),
        })
        {
            if (rows > 0)
                db.Add(AuditEntry.Of(Job, AuditAction.OldRecordsForgotten, clock, fields: OldRecords.CategoryOf(rule).ToString()));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return forgotten;
    }

    private async Task<int> Forget(RetentionRule rule, CancellationToken ct) => rules.IsAutomatic(rule) ? await old.Forget(rule, clock.Today(), null, ct) : 0;
}
