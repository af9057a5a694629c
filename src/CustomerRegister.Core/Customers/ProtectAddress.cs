using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <param name="Since">The first day of the protection.</param>
/// <param name="Until">Its last day, as the authority granted it.</param>
public sealed record ProtectAddressCommand(CustomerId Id, DateOnly Since, DateOnly Until, SourceKind SourceKind, string? SourceName);

public enum ProtectAddressRefusal
{
    NotFound,
    SinceInFuture,
    /// <summary>The last day is before the first, or already over.</summary>
    UntilOver,
    /// <summary>More than five years ahead: no protection is granted for longer (Act 661/2009, section 36).</summary>
    UntilTooFar,
    ChangedMeanwhile,
}

/// <summary>
/// Sets the protection of a person's address (turvakielto), or extends or corrects it. Whoever may edit customers may do so without seeing the
/// address: protecting never waits for a permission.
/// </summary>
public sealed class ProtectAddress(RegisterContext db, TimeProvider clock)
{
    /// <summary>In years, from the day on which it is recorded.</summary>
    public const int Longest = 5;

    public async Task<Outcome<Customer, ProtectAddressRefusal>> Run(ProtectAddressCommand command, Actor actor, CancellationToken ct)
    {
        var today = clock.Today();
        if (command.Since > today)
            return ProtectAddressRefusal.SinceInFuture;
        if (command.Until < command.Since || command.Until < today)
            return ProtectAddressRefusal.UntilOver;
        if (command.Until > today.AddYears(Longest))
            return ProtectAddressRefusal.UntilTooFar;
        // The search text is composed anew, from all that it is made of.
        if (await CustomerDetails.ForChange(db, command.Id, ct) is not { } customer)
            return ProtectAddressRefusal.NotFound;
        if (customer.ProtectedSince == command.Since && customer.ProtectedUntil == command.Until)
            return customer;

        db.Add(AuditEntry.Of(actor, customer.IsAddressProtected ? AuditAction.ProtectionExtended : AuditAction.ProtectionSet, clock, customer.Id,
            fields: [nameof(customer.ProtectedSince), nameof(customer.ProtectedUntil)]));
        customer.ProtectAddress(command.Since, command.Until, new(command.SourceKind, command.SourceName, today));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ProtectAddressRefusal.ChangedMeanwhile;
        }

        return customer;
    }
}
