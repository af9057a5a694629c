using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.PersonalData;

/// <summary>A customer looks at everything that is stored about them (GDPR Art. 15). The look itself is logged, and shows from the next one on.</summary>
public sealed class ViewOwnData(RegisterContext db, ReadPersonalData read, TimeProvider clock)
{
    /// <returns>Null when the customer is no longer in the register.</returns>
    public async Task<PersonalDataReport?> Run(CustomerId customer, Actor actor, CancellationToken ct)
    {
        if (await read.Run(customer, ct) is not { } report)
            return null;
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer), ct);
        return report;
    }
}
