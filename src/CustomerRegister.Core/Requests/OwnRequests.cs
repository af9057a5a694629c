using System.Linq.Expressions;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>A line in a customer's list of their own requests.</summary>
public sealed record OwnRequestLine(RequestId Id, long Number, RequestType Type, RequestState State, DateOnly ReceivedOn, DateOnly DeadlineOn, bool ClockStands)
{
    /// <summary>See <see cref="DataSubjectRequest.MayBeAnothers"/>: then no more than number, type and day of receipt is told.</summary>
    public bool MayBeAnothers { get; init; }
}

/// <param name="Total">Of all, however many are shown.</param>
/// <param name="Newer">The number above which the page before begins; null on the first page.</param>
/// <param name="Older">The number below which the next page begins; null on the last one.</param>
public sealed record OwnRequestPage(IReadOnlyList<OwnRequestLine> Lines, int Total, long? Newer, long? Older);

/// <param name="Clock">Where the time limit stands today.</param>
/// <param name="AnswerUntil">When the answer's download ends, in UTC; null while there is no answer to download.</param>
public sealed record OwnRequest(DataSubjectRequest Request, ClockReading Clock, DateTime? AnswerUntil)
{
    /// <summary>The erasure that was granted; null for every other request.</summary>
    public RequestedErasure? Erasure { get; init; }

    /// <summary>Whether there is a certificate of what was refused (N37).</summary>
    public bool HasCertificate { get; init; }

    public Correspondence Correspondence { get; init; } = new([], []);

    /// <summary>What an objection is about.</summary>
    public ObjectedUses Uses { get; init; } = ObjectedUses.None;
}

/// <summary>A customer looks at their own requests. The owner is part of the condition: another's request is not there.</summary>
public sealed class OwnRequests(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 25;

    private static readonly Expression<Func<DataSubjectRequest, OwnRequestLine>> Line = r =>
        new(r.Id, r.Number, r.Type, r.State, r.ReceivedOn, r.DeadlineOn, r.ClockStands) { MayBeAnothers = ProvedRequests.IsUnproved(r.ApplicantName, r.IdentityCheckedAt) };

    /// <summary>Newest first, page by page.</summary>
    /// <param name="below">The lowest number of the page before.</param>
    /// <param name="above">The highest number of the page after; counts where there is no <paramref name="below"/>.</param>
    public async Task<OwnRequestPage> List(CustomerId customer, long? below, long? above, Actor actor, CancellationToken ct)
    {
        var own = db.Requests.AsNoTracking().Where(r => r.CustomerId == customer);
        var total = await own.CountAsync(ct);
        var back = below is null && above is not null;
        var page = below is { } lowest ? own.Where(r => r.Number < lowest) : above is { } highest ? own.Where(r => r.Number > highest) : own;
        var lines = await (back ? page.OrderBy(r => r.Number) : page.OrderByDescending(r => r.Number)).Take(PageSize + 1)
            .Select(Line).ToListAsync(ct);
        var more = lines.Count > PageSize;
        if (more)
            lines.RemoveAt(PageSize);
        if (back)
            lines.Reverse();
        await Log(customer, null, actor, ct);
        return new(lines, total,
            lines.Count > 0 && (back ? more : below is not null) ? lines[0].Number : null,
            lines.Count > 0 && (back || more) ? lines[^1].Number : null);
    }

    /// <returns>Null when the customer has no such request.</returns>
    public async Task<OwnRequest?> Find(CustomerId customer, RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.RequestsOf(customer).AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return null;
        var now = clock.Now();
        var until = await db.DataPackages.Where(p => p.RequestId == id && p.ExpiresAt > now).MaxAsync(p => (DateTime?)p.ExpiresAt, ct);
        await Log(customer, id, actor, ct);
        return new OwnRequest(request, request.ReadClock(clock.Today()), until)
        {
            HasCertificate = request.Type == RequestType.Rectification && await db.RectificationCertificates.AnyAsync(c => c.RequestId == id, ct),
            Correspondence = await Correspondence.Read(db, id, ct),
            Uses = await ObjectedUses.Of(db, request, ct),
            Erasure = await db.RequestedErasures.AsNoTracking().SingleOrDefaultAsync(e => e.RequestId == id, ct),
        };
    }

    /// <summary>A request that somebody made in the customer's name without signing in, and that nobody has found to be theirs yet.</summary>
    /// <returns>Null when there is no such request.</returns>
    public async Task<OwnRequestLine?> FindInName(CustomerId customer, RequestId id, Actor actor, CancellationToken ct)
    {
        var line = await db.Requests.AsNoTracking().Where(r => r.Id == id && r.CustomerId == customer).Select(Line).SingleOrDefaultAsync(ct);
        if (line is not { MayBeAnothers: true })
            return null;
        await Log(customer, id, actor, ct);
        return line;
    }

    /// <summary>The open request of each type, which is shown instead of taking in a second one.</summary>
    public Task<Dictionary<RequestType, RequestId>> OpenOnes(CustomerId customer, CancellationToken ct) => OpenOf(db, customer)
        .GroupBy(r => r.Type).Select(g => g.OrderBy(r => r.Number).First())
        .ToDictionaryAsync(r => r.Type, r => r.Id, ct);

    /// <summary>What a person has asked and not been answered. What came without signing in is theirs only when that is established; then the two are merged.</summary>
    internal static IQueryable<DataSubjectRequest> OpenOf(RegisterContext db, CustomerId customer) => db.RequestsOf(customer).Where(r => DataSubjectRequest.OpenStates.Contains(r.State));

    private async Task Log(CustomerId customer, RequestId? request, Actor actor, CancellationToken ct)
    {
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer, request?.Value), ct);
    }
}
