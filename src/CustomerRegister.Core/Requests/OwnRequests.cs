using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>A line in a customer's list of their own requests.</summary>
public sealed record OwnRequestLine(RequestId Id, long Number, RequestType Type, RequestState State, DateOnly ReceivedOn, DateOnly DeadlineOn);

/// <param name="Clock">Where the time limit stands today.</param>
/// <param name="AnswerUntil">When the answer's download ends, in UTC; null while there is no answer to download.</param>
public sealed record OwnRequest(DataSubjectRequest Request, ClockReading Clock, DateTime? AnswerUntil)
{
    /// <summary>The erasure that was granted; null for every other request.</summary>
    public RequestedErasure? Erasure { get; init; }

    /// <summary>Whether there is a certificate of what was refused (N37).</summary>
    public bool HasCertificate { get; init; }

    public Correspondence Correspondence { get; init; } = new([], []);
}

/// <summary>A customer looks at their own requests. The owner is part of the condition: another's request is not there.</summary>
public sealed class OwnRequests(RegisterContext db, TimeProvider clock)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<OwnRequestLine>> List(CustomerId customer, Actor actor, CancellationToken ct)
    {
        var lines = await db.Requests.AsNoTracking().Where(r => r.CustomerId == customer).OrderByDescending(r => r.Number)
            .Select(r => new OwnRequestLine(r.Id, r.Number, r.Type, r.State, r.ReceivedOn, r.DeadlineOn)).ToListAsync(ct);
        await Log(customer, null, actor, ct);
        return lines;
    }

    /// <returns>Null when the customer has no such request.</returns>
    public async Task<OwnRequest?> Find(CustomerId customer, RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == customer, ct);
        if (request is null)
            return null;
        var now = clock.Now();
        var until = await db.DataPackages.Where(p => p.RequestId == id && p.ExpiresAt > now).MaxAsync(p => (DateTime?)p.ExpiresAt, ct);
        await Log(customer, id, actor, ct);
        return new OwnRequest(request, request.ReadClock(clock.Today()), until)
        {
            HasCertificate = request.Type == RequestType.Rectification && await db.RectificationCertificates.AnyAsync(c => c.RequestId == id, ct),
            Correspondence = await Correspondence.Read(db, id, ct),
            Erasure = await db.RequestedErasures.AsNoTracking().SingleOrDefaultAsync(e => e.RequestId == id, ct),
        };
    }

    /// <summary>The open request of each type, which is shown instead of taking in a second one.</summary>
    public Task<Dictionary<RequestType, RequestId>> OpenOnes(CustomerId customer, CancellationToken ct) => db.Requests
        .Where(r => r.CustomerId == customer && DataSubjectRequest.OpenStates.Contains(r.State))
        .GroupBy(r => r.Type).Select(g => g.OrderBy(r => r.Number).First())
        .ToDictionaryAsync(r => r.Type, r => r.Id, ct);

    private async Task Log(CustomerId customer, RequestId? request, Actor actor, CancellationToken ct)
    {
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer, request?.Value), ct);
    }
}
