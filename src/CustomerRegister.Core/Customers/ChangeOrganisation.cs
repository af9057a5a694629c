using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="Version">The organisation's version on which the change was made.</param>
public sealed record ChangeOrganisationCommand(OrganisationId Id, long Version, string Name, BusinessId? BusinessId, PostalAddress? Address);

public enum ChangeOrganisationRefusal
{
    NotFound,
    NameMissing,
    BusinessIdTaken,
    /// <summary>Somebody else has saved since the version was read.</summary>
    ChangedMeanwhile,
}

/// <summary>Changes an organisation's name, business identity code and address. Whoever represents it is found by the new name and code.</summary>
public sealed class ChangeOrganisation(RegisterContext db, TimeProvider clock)
{
    /// <returns>The names of the groups that changed; none if nothing did, and then nothing is saved.</returns>
    public async Task<Outcome<IReadOnlyList<string>, ChangeOrganisationRefusal>> Run(ChangeOrganisationCommand command, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(command.Name))
            return ChangeOrganisationRefusal.NameMissing;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // By taking no number it takes turns with whoever registers or changes another.
        await db.TakeNumber(NumberSeries.Organisations, ct, count: 0);
        var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == command.Id, ct);
        if (organisation is null)
            return ChangeOrganisationRefusal.NotFound;
        if (organisation.Version != command.Version)
            return ChangeOrganisationRefusal.ChangedMeanwhile;
        if (command.BusinessId is { } businessId && businessId != organisation.BusinessId
            && await db.Organisations.AnyAsync(o => o.BusinessId == businessId && o.Id != command.Id, ct))
            return ChangeOrganisationRefusal.BusinessIdTaken;

        var changed = Apply(command, organisation);
        if (changed.Count == 0)
            return changed;
        db.Add(AuditEntry.Of(actor, AuditAction.OrganisationChanged, clock, subject: organisation.Id.Value, fields: changed));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangeOrganisationRefusal.ChangedMeanwhile;
        }

        if (changed.Contains(nameof(organisation.Name)) || changed.Contains(nameof(organisation.BusinessId)))
            await RepresentativesSearchText.Refresh(db, organisation.Id, ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    private static List<string> Apply(ChangeOrganisationCommand command, Organisation organisation)
    {
        var changed = new List<string>();
        if (organisation.Name != command.Name.Trim())
        {
            organisation.Rename(command.Name);
            changed.Add(nameof(organisation.Name));
        }

        if (organisation.BusinessId != command.BusinessId)
        {
            organisation.ChangeBusinessId(command.BusinessId);
            changed.Add(nameof(organisation.BusinessId));
        }

        if (organisation.Address != command.Address)
        {
            organisation.ChangeAddress(command.Address);
            changed.Add(nameof(organisation.Address));
        }

        return changed;
    }
}
