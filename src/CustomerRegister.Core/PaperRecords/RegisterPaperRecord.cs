using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

/// <param name="Customer">The number of the customer whose data the paper holds.</param>
/// <param name="Since">The day on which it was put there.</param>
public sealed record RegisterPaperRecordCommand(long Customer, PaperKind Kind, string? Description, PaperPlaceId Place, DateOnly Since);

public enum RegisterPaperRecordRefusal
{
    CustomerUnknown,
    PlaceNotInUse,
    InFuture,
}

/// <summary>Takes paper material into the register of paper records (N21).</summary>
public sealed class RegisterPaperRecord(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<PaperRecord, RegisterPaperRecordRefusal>> Run(RegisterPaperRecordCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Since > clock.Today())
            return RegisterPaperRecordRefusal.InFuture;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Customers.Where(c => c.Number == command.Customer).Select(c => new { c.Id }).SingleOrDefaultAsync(ct) is not { Id: var customer })
            return RegisterPaperRecordRefusal.CustomerUnknown;
        // Nobody is erased between the look and the new row.
        await db.HoldCustomers([customer], ct);
        if (!await db.Customers.AnyAsync(c => c.Id == customer, ct))
            return RegisterPaperRecordRefusal.CustomerUnknown;
        if (!await db.PaperPlaces.AnyAsync(p => p.Id == command.Place && p.ClosedOn == null, ct))
            return RegisterPaperRecordRefusal.PlaceNotInUse;
        var record = PaperRecord.Keep(EntityKey.New<PaperRecordId>(clock), await db.TakeNumber(NumberSeries.PaperRecords, ct), customer, command.Kind, command.Description, command.Place, command.Since);
        db.Add(record);
        db.Add(AuditEntry.Of(actor, AuditAction.PaperRegistered, clock, customer, record.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return record;
    }
}
