using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

public sealed record RegisterOrganisationCommand(string Name, BusinessId? BusinessId, PostalAddress? Address);

public enum RegisterOrganisationRefusal
{
    NameMissing,
    /// <summary>Another organisation of the register has the business identity code.</summary>
    BusinessIdTaken,
}

/// <summary>Takes an organisation into the register.</summary>
public sealed class RegisterOrganisation(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Organisation, RegisterOrganisationRefusal>> Run(RegisterOrganisationCommand command, Actor actor, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(command.Name))
            return RegisterOrganisationRefusal.NameMissing;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Taking the number makes two who register the same organisation at once take turns.
        var number = await db.TakeNumber(NumberSeries.Organisations, ct);
        if (command.BusinessId is { } businessId && await db.Organisations.AnyAsync(o => o.BusinessId == businessId, ct))
            return RegisterOrganisationRefusal.BusinessIdTaken;
        var organisation = Organisation.Register(EntityKey.New<OrganisationId>(clock), number, command.Name, command.BusinessId, command.Address);
        db.Add(organisation);
        db.Add(AuditEntry.Of(actor, AuditAction.OrganisationRegistered, clock, subject: organisation.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }
}
