using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="To">The account that takes care of it; null for nobody yet.</param>
/// <param name="TargetOn">The controller's own target, before the legal deadline; null for none.</param>
public sealed record AssignRequestCommand(RequestId Request, Guid? To, DateOnly? TargetOn);

public enum AssignRequestRefusal
{
    RequestNotFound,
    NoLongerOpen,

    /// <summary>There is no such account, it has ended, or it may not handle requests.</summary>
    NotAnAssignee,
    TargetPast,

    /// <summary>A target after the legal deadline is none.</summary>
    TargetAfterDeadline,
}

/// <summary>Says who takes care of a request, and by when the house wants it done.</summary>
public sealed class AssignRequest(RegisterContext db, TimeProvider clock)
{
    public Task<Outcome<DataSubjectRequest, AssignRequestRefusal>> Run(AssignRequestCommand command, Actor actor, CancellationToken ct) => db.Weighed(() => Assign(command, actor, ct));

    private async Task<Outcome<DataSubjectRequest, AssignRequestRefusal>> Assign(AssignRequestCommand command, Actor actor, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == command.Request, ct);
        if (request is null)
            return AssignRequestRefusal.RequestNotFound;
        if (!request.IsOpen)
            return AssignRequestRefusal.NoLongerOpen;
        var today = clock.Today();
        if (command.To is { } to && !(await Assignees(ct)).Exists(a => a.Id == to))
            return AssignRequestRefusal.NotAnAssignee;
        if (command.TargetOn < today && command.TargetOn != request.TargetOn)
            return AssignRequestRefusal.TargetPast;
        if (command.TargetOn > request.ReadClock(today).Deadline)
            return AssignRequestRefusal.TargetAfterDeadline;

        request.Assign(command.To, command.TargetOn);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestAssigned, clock, request.CustomerId, request.Id.Value, nameof(request.AssignedTo), nameof(request.TargetOn)));
        await db.SaveChangesAsync(ct);
        return request;
    }

    /// <summary>Those who can take care of requests, by name.</summary>
    public async Task<List<Assignee>> Assignees(CancellationToken ct)
    {
        var accounts = await db.Users.AsNoTracking().ToListAsync(ct);
        return [.. accounts.Where(a => a.IsActiveOn(clock.Today()) && a.Holds(Permission.HandleRequests)).OrderBy(a => a.FullName, StringComparer.CurrentCulture).Select(a => new Assignee(a.Id, a.FullName))];
    }
}

public sealed record Assignee(Guid Id, string Name);
