using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="SuccessorOf">The role that ends on the day on which this one begins; null where nobody is succeeded.</param>
public sealed record BeginContactRoleCommand(
    OrganisationId Organisation, CustomerId Customer, string? Title, DateOnly From, SourceKind SourceKind, string? SourceName, ContactRoleId? SuccessorOf = null);

public enum BeginContactRoleRefusal
{
    NotFound,
    InFuture,
    /// <summary>The customer represents the organisation on that day already.</summary>
    AlreadyContactPerson,
    /// <summary>The role that is handed over has ended already, or is the customer's own.</summary>
    NothingToHandOver,
    /// <summary>The role that is handed over begins later than the new one.</summary>
    BeforePredecessor,
    /// <summary>The customer's data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
}

/// <summary>
/// A customer becomes an organisation's contact person, perhaps in another's place: then the other's role ends on the same day, in one step, so that the
/// organisation is never without one. From that day the new one's data is kept as a contact person's, and the other's no longer is (N40).
/// </summary>
public sealed class BeginContactRole(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<ContactRole, BeginContactRoleRefusal>> Run(BeginContactRoleCommand command, Actor actor, CancellationToken ct)
    {
        if (command.From > clock.Today())
            return BeginContactRoleRefusal.InFuture;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two who add the same person at once take turns.
        await db.HoldCustomers([command.Customer], ct);
        var customer = await db.Customers.AsSplitQuery()
            .Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).ThenInclude(r => r.Organisation)
            .SingleOrDefaultAsync(c => c.Id == command.Customer, ct);
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == command.Organisation, ct);
        if (customer is null || organisation is null)
            return BeginContactRoleRefusal.NotFound;
        if (await db.IsRestricted(customer.Id, ct))
            return BeginContactRoleRefusal.Restricted;
        if (customer.ContactRoles.Any(r => r.OrganisationId == organisation.Id && r.Overlaps(command.From, null)))
            return BeginContactRoleRefusal.AlreadyContactPerson;
        if (await EndPredecessor(command, actor, ct) is { } refusal)
            return refusal;

        var role = customer.Represent(ContactRole.Of(customer.Id, organisation, command.Title, command.From, new(command.SourceKind, command.SourceName, clock.Today()), clock));
        db.Add(role);
        db.Add(AuditEntry.Of(actor, AuditAction.ContactRoleBegun, clock, customer.Id, role.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return role;
    }

    private async Task<BeginContactRoleRefusal?> EndPredecessor(BeginContactRoleCommand command, Actor actor, CancellationToken ct)
    {
        if (command.SuccessorOf is not { } predecessor)
            return null;
        var former = await db.ContactRoles.SingleOrDefaultAsync(r => r.Id == predecessor && r.OrganisationId == command.Organisation, ct);
        if (former is null)
            return BeginContactRoleRefusal.NotFound;
        if (former.To is not null || former.CustomerId == command.Customer)
            return BeginContactRoleRefusal.NothingToHandOver;
        if (command.From < former.From)
            return BeginContactRoleRefusal.BeforePredecessor;
        former.End(command.From);
        db.Add(AuditEntry.Of(actor, AuditAction.ContactRoleEnded, clock, former.CustomerId, former.Id.Value, nameof(former.To)));
        return null;
    }
}
