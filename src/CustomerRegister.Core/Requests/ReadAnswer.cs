using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Request">The request with its decision, if there is one.</param>
/// <param name="Files">What can be downloaded now.</param>
/// <param name="ExpiredOn">The day on which the files of a granted access request went; null while they are there.</param>
public sealed record Answer(DataSubjectRequest Request, IReadOnlyList<AnswerFile> Files, DateOnly? ExpiredOn);

public sealed record AnswerContent(string Name, string ContentType, byte[] Content);

/// <summary>
/// The answer to a request, for the person who made it; staff hand out what a person cannot download. The owner is part of the condition:
/// another person's answer is not there.
/// </summary>
public sealed class ReadAnswer(RegisterContext db, TimeProvider clock)
{
    /// <summary>What the answer says and holds; null when the customer has no such request.</summary>
    public async Task<Answer?> ForCustomer(CustomerId customer, RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == customer, ct);
        if (request is null)
            return null;
        var files = await ViewRequest.Answers(db, id, clock.Now()).ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer, id.Value, "requests"), ct);
        var expired = files.Count == 0 && request is { Type: RequestType.Access, State: RequestState.Granted, DecidedAt: { } decided }
            ? HelsinkiTime.DayOf(decided + DecideRequest.AnswerLifetime) : (DateOnly?)null;
        return new(request, files, expired);
    }

    /// <summary>The content of a file of a request of one's own; null when it is not there or its time is over.</summary>
    public Task<AnswerContent?> Download(CustomerId customer, RequestId request, RequestFileId file, Actor actor, CancellationToken ct) =>
        Download(db.Requests.Where(r => r.Id == request && r.CustomerId == customer), file, actor, ct);

    /// <summary>The same for staff, who print it for a person without the portal. A protected address is in it: who may not see that gets nothing.</summary>
    public async Task<AnswerContent?> Download(RequestId request, RequestFileId file, Actor actor, CancellationToken ct)
    {
        var person = await db.Requests.Where(r => r.Id == request).Select(r => r.CustomerId).SingleOrDefaultAsync(ct);
        var until = await db.Customers.Where(c => c.Id == person).Select(c => c.ProtectedUntil).SingleOrDefaultAsync(ct);
        return ProtectedAddress.IsHiddenFrom(actor, person, until) ? null : await Download(db.Requests.Where(r => r.Id == request), file, actor, ct);
    }

    private async Task<AnswerContent?> Download(IQueryable<DataSubjectRequest> requests, RequestFileId file, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        var found = await (from r in requests
                           join f in db.RequestFiles on r.Id equals f.RequestId
                           where f.Id == file && f.ExpiresAt > now
                           select new { r.Id, r.CustomerId, f.Name, f.ContentType, f.Content }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        db.Add(AuditEntry.Of(actor, AuditAction.AnswerDownloaded, clock, found.CustomerId, found.Id.Value));
        await db.SaveChangesAsync(ct);
        return new(found.Name, found.ContentType, found.Content);
    }
}
