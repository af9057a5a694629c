using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="On">The first day on which the role is no longer held.</param>
public sealed record EndContactRoleCommand(CustomerId Customer, ContactRoleId Role, DateOnly On);

public enum EndContactRoleRefusal
{
    NotFound,
    AlreadyEnded,
    BeforeStart,
    InFuture,
}

/// <summary>Ends a contact role, after which it no longer keeps the person's data from erasure (N40).</summary>
public sealed class EndContactRole(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<ContactRole, EndContactRoleRefusal>> Run(EndContactRoleCommand command, Actor actor, CancellationToken ct)
    {
        var role = await db.ContactRoles.SingleOrDefaultAsync(r => r.Id == command.Role && r.CustomerId == command.Customer, ct);
        if (role is null)
            return EndContactRoleRefusal.NotFound;
        if (role.To is not null)
            return EndContactRoleRefusal.AlreadyEnded;
        if (command.On < role.From)
            return EndContactRoleRefusal.BeforeStart;
        if (command.On > clock.Today())
            return EndContactRoleRefusal.InFuture;

        role.End(command.On);
        db.Add(AuditEntry.Of(actor, AuditAction.ContactRoleEnded, clock, command.Customer, role.Id.Value, nameof(role.To)));
        await db.SaveChangesAsync(ct);
        return role;
    }
}
