using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="To">The first day on which the role is no longer held; null while it is.</param>
public sealed record ContactRoleTerms(string? Title, DateOnly From, DateOnly? To)
{
    public static ContactRoleTerms Of(ContactRole role) => new(role.Title, role.From, role.To);
}

/// <param name="Was">The terms on which the change was made.</param>
public sealed record ChangeContactRoleCommand(OrganisationId Organisation, ContactRoleId Role, ContactRoleTerms Was, ContactRoleTerms Terms);

public enum ChangeContactRoleRefusal
{
    NotFound,
    /// <summary>Somebody else has changed the role since it was read.</summary>
    ChangedMeanwhile,
    StartInFuture,
    EndInFuture,
    EndBeforeStart,
    /// <summary>The same person has another role in the organisation at that time.</summary>
    Overlaps,
    /// <summary>The customer's data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
}

/// <summary>Puts right a contact role's title and days; without an end it goes on.</summary>
public sealed class ChangeContactRole(RegisterContext db, TimeProvider clock)
{
    /// <returns>The names of the fields that changed; none if nothing did, and then nothing is saved.</returns>
    public async Task<Outcome<IReadOnlyList<string>, ChangeContactRoleRefusal>> Run(ChangeContactRoleCommand command, Actor actor, CancellationToken ct)
    {
        var (_, from, to) = command.Terms;
        if (from > clock.Today())
            return ChangeContactRoleRefusal.StartInFuture;
        if (to > clock.Today())
            return ChangeContactRoleRefusal.EndInFuture;
        if (to < from)
            return ChangeContactRoleRefusal.EndBeforeStart;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var holder = await db.ContactRoles.Where(r => r.Id == command.Role && r.OrganisationId == command.Organisation).Select(r => (CustomerId?)r.CustomerId).SingleOrDefaultAsync(ct);
        if (holder is not { } person)
            return ChangeContactRoleRefusal.NotFound;
        // The second of two who save at once finds the terms changed.
        await db.HoldCustomers([person], ct);
        if (await db.IsRestricted(person, ct))
            return ChangeContactRoleRefusal.Restricted;
        var roles = await db.ContactRoles.Where(r => r.CustomerId == person && r.OrganisationId == command.Organisation).ToListAsync(ct);
        if (roles.Find(r => r.Id == command.Role) is not { } role)
            return ChangeContactRoleRefusal.NotFound;
        if (ContactRoleTerms.Of(role) != command.Was)
            return ChangeContactRoleRefusal.ChangedMeanwhile;
        if (roles.Exists(r => r.Id != role.Id && r.Overlaps(from, to)))
            return ChangeContactRoleRefusal.Overlaps;

        var changed = Apply(command.Terms, role);
        if (changed.Count == 0)
            return changed;
        db.Add(AuditEntry.Of(actor, AuditAction.ContactRoleChanged, clock, person, role.Id.Value, changed));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    private static List<string> Apply(ContactRoleTerms terms, ContactRole role)
    {
        var was = ContactRoleTerms.Of(role);
        role.ChangeTitle(terms.Title);
        role.HoldFrom(terms.From, terms.To);
        var changed = new List<string>();
        if (role.Title != was.Title)
            changed.Add(nameof(role.Title));
        if (role.From != was.From)
            changed.Add(nameof(role.From));
        if (role.To != was.To)
            changed.Add(nameof(role.To));
        return changed;
    }
}
