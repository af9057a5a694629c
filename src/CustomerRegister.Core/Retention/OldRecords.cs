using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.PersonalData;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>The rows of the rules beside the customer data, whose own period is over on a day. Nothing goes of people of whom a ground keeps all such rows.</summary>
public sealed class OldRecords(RegisterContext db, RetentionRules rules, ErasePeople erase)
{
    private const int AtOnce = 1_000;

    /// <summary>Those who have such rows, also where a ground keeps them.</summary>
    public IQueryable<CustomerId> Owners(RetentionRule rule, DateOnly asOf) => rule switch
    {
        RetentionRule.Mails => Mails(asOf).Where(m => m.CustomerId != null).Select(m => m.CustomerId!.Value).Distinct(),
        RetentionRule.ClosedRequests => Requests(asOf).Select(r => r.CustomerId!.Value).Distinct(),
        RetentionRule.PortalUse => Sessions(asOf).Select(s => s.CustomerId).Union(Invitations(asOf).Select(i => i.CustomerId)),
        RetentionRule.Visits => Visits(asOf).Where(v => v.CustomerId != null).Select(v => v.CustomerId!.Value).Distinct(),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    /// <summary>The category of the personal data map that the rule's rows are of.</summary>
    public static DataCategory CategoryOf(RetentionRule rule) => rule switch
    {
        RetentionRule.Mails => DataCategory.Messages,
        RetentionRule.ClosedRequests => DataCategory.Requests,
        RetentionRule.PortalUse => DataCategory.PortalUse,
        RetentionRule.Visits => DataCategory.Visits,
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    /// <summary>Forgets the rule's old rows in the caller's transaction.</summary>
    /// <param name="people">Whose; null for everybody's and nobody's.</param>
    /// <returns>How many rows went.</returns>
    public async Task<int> Forget(RetentionRule rule, DateOnly asOf, IReadOnlyCollection<CustomerId>? people, CancellationToken ct)
    {
        var kept = db.PeopleKeeping(CategoryOf(rule));
        switch (rule)
        {
            case RetentionRule.Mails:
                var mails = Mails(asOf).Where(m => m.CustomerId == null || !kept.Contains(m.CustomerId.Value));
                return await (people is null ? mails : mails.Where(m => m.CustomerId != null && people.Contains(m.CustomerId.Value))).ExecuteDeleteAsync(ct);
            case RetentionRule.ClosedRequests:
                var requests = Requests(asOf).Where(r => !kept.Contains(r.CustomerId!.Value));
                return await Detach(people is null ? requests : requests.Where(r => people.Contains(r.CustomerId!.Value)), ct);
            case RetentionRule.PortalUse:
                var (sessions, invitations) = (Sessions(asOf).Where(s => !kept.Contains(s.CustomerId)), Invitations(asOf).Where(i => !kept.Contains(i.CustomerId)));
                return await (people is null ? sessions : sessions.Where(s => people.Contains(s.CustomerId))).ExecuteDeleteAsync(ct)
                    + await (people is null ? invitations : invitations.Where(i => people.Contains(i.CustomerId))).ExecuteDeleteAsync(ct);
            case RetentionRule.Visits:
                var visits = Visits(asOf).Where(v => v.CustomerId == null || !kept.Contains(v.CustomerId.Value));
                return await (people is null ? visits : visits.Where(v => v.CustomerId != null && people.Contains(v.CustomerId.Value))).ExecuteDeleteAsync(ct);
            default:
                throw new ArgumentOutOfRangeException(nameof(rule), rule, null);
        }
    }

    /// <summary>Mails to staff and to people who are gone already lead to no customer, so no list could name them: they go with their period, whatever the rule's setting.</summary>
    public Task<int> ForgetNobodysMails(DateOnly asOf, CancellationToken ct) => Mails(asOf).Where(m => m.CustomerId == null).ExecuteDeleteAsync(ct);

    /// <summary>The same of visits that are joined to nobody.</summary>
    public Task<int> ForgetNobodysVisits(DateOnly asOf, CancellationToken ct) => Visits(asOf).Where(v => v.CustomerId == null).ExecuteDeleteAsync(ct);

    /// <summary>The row of a request stays for the statistics of the desk, without person, words or files.</summary>
    private async Task<int> Detach(IQueryable<DataSubjectRequest> closed, CancellationToken ct)
    {
        var numbers = await closed.OrderBy(r => r.Number).Select(r => r.Number).ToListAsync(ct);
        foreach (var some in numbers.Chunk(AtOnce))
        {
            var scope = new PersonScope("is not null", []) { Spared = new Dictionary<Type, string> { [typeof(DataSubjectRequest)] = $"\"Number\" not in ({string.Join(", ", some)})" } };
            await erase.Run(scope, new HashSet<DataCategory> { DataCategory.Requests }, ct, within: typeof(DataSubjectRequest));
        }

        return numbers.Count;
    }

    private IQueryable<OutgoingEmail> Mails(DateOnly asOf)
    {
        var before = Before(rules.Mails, asOf);
        return db.OutgoingEmails.Where(m => m.State != EmailState.Waiting && m.CreatedAt < before);
    }

    private IQueryable<DataSubjectRequest> Requests(DateOnly asOf)
    {
        var before = Before(rules.ClosedRequests, asOf);
        return db.Requests.Where(r => r.CustomerId != null && (r.DecidedAt < before || r.WithdrawnAt < before)
            && !db.RequestedErasures.Any(e => e.RequestId == r.Id && (e.State == RequestedErasureState.Waiting || e.State == RequestedErasureState.PartlyDone)));
    }

    private IQueryable<PortalSession> Sessions(DateOnly asOf)
    {
        var before = Before(rules.PortalUse, asOf);
        return db.PortalSessions.Where(s => s.ExpiresAt < before);
    }

    private IQueryable<PortalInvitation> Invitations(DateOnly asOf)
    {
        var before = Before(rules.PortalUse, asOf);
        return db.PortalInvitations.Where(i => i.ExpiresAt < before);
    }

    private IQueryable<Visit> Visits(DateOnly asOf)
    {
        var before = Before(rules.Visits, asOf);
        return db.Visits.Where(v => v.StartedAt < before);
    }

    private static DateTime Before(RetentionPeriod period, DateOnly asOf) => HelsinkiTime.StartOf(period.LatestStart(asOf));
}
