using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>How many rows went by their own rules.</summary>
public sealed record OldRecords(int Mails, int Requests, int PortalUse);

/// <summary>
/// The rules that need no approval, because they take away what is not the customer relationship itself: mails that were sent, requests that were answered, and sign-ins to the
/// portal, each when its own period is over. Whoever is kept whole, as by a legal hold, keeps these too.
/// </summary>
public sealed class ForgetOldRecords(RegisterContext db, TimeProvider clock, RetentionRules rules, ErasePeople erase)
{
    private static readonly Actor Job = Actor.System("nightly-retention", "retention");

    public async Task<OldRecords> Run(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var mails = await Mails(Before(rules.Mails), ct);
        var requests = await Requests(Before(rules.ClosedRequests), ct);
        var portal = await PortalUse(Before(rules.PortalUse), ct);
        foreach (var (rows, category) in new[] { (mails, DataCategory.Messages), (requests, DataCategory.Requests), (portal, DataCategory.PortalUse) })
        {
            if (rows > 0)
                db.Add(AuditEntry.Of(Job, AuditAction.OldRecordsForgotten, clock, fields: category.ToString()));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new(mails, requests, portal);
    }

    private Task<int> Mails(DateTime before, CancellationToken ct)
    {
        var kept = db.PeopleKeptWhole();
        return db.OutgoingEmails.Where(m => m.State != EmailState.Waiting && m.CreatedAt < before && (m.CustomerId == null || !kept.Contains(m.CustomerId.Value))).ExecuteDeleteAsync(ct);
    }

    /// <summary>The row stays for the statistics of the desk, without person, words or files.</summary>
    private async Task<int> Requests(DateTime before, CancellationToken ct)
    {
        var kept = db.PeopleKeptWhole();
        var closed = db.Requests.Where(r => r.CustomerId != null && (r.DecidedAt < before || r.WithdrawnAt < before) && !kept.Contains(r.CustomerId.Value)
            && !db.RequestedErasures.Any(e => e.RequestId == r.Id && (e.State == RequestedErasureState.Waiting || e.State == RequestedErasureState.PartlyDone)));
        var numbers = await closed.OrderBy(r => r.Number).Select(r => r.Number).ToListAsync(ct);
        foreach (var some in numbers.Chunk(1_000))
        {
            var scope = new PersonScope("is not null", []) { Spared = new Dictionary<Type, string> { [typeof(DataSubjectRequest)] = $"\"Number\" not in ({string.Join(", ", some)})" } };
            await erase.Run(scope, new HashSet<DataCategory> { DataCategory.Requests }, ct, within: typeof(DataSubjectRequest));
        }

        return numbers.Count;
    }

    private async Task<int> PortalUse(DateTime before, CancellationToken ct)
    {
        var kept = db.PeopleKeptWhole();
        return await db.PortalSessions.Where(s => s.ExpiresAt < before && !kept.Contains(s.CustomerId)).ExecuteDeleteAsync(ct)
            + await db.PortalInvitations.Where(i => i.ExpiresAt < before && !kept.Contains(i.CustomerId)).ExecuteDeleteAsync(ct);
    }

    private DateTime Before(RetentionPeriod period) => period.LatestStart(clock.Today()).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
