using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <param name="Version">The version that was shown; if a newer one has come meanwhile, that one is asked for again.</param>
public sealed record SignUndertakingCommand(Guid StaffId, int Version, Language Language);

/// <summary>A member of staff signs the undertaking in force (N25). Signing twice changes nothing.</summary>
public sealed class SignUndertaking(RegisterContext db, TimeProvider clock)
{
    public async Task Run(SignUndertakingCommand command, Actor actor, CancellationToken ct)
    {
        var undertaking = await db.Undertakings.SingleAsync(u => u.Version == command.Version, ct);
        if (await db.UndertakingSignatures.AnyAsync(s => s.StaffId == command.StaffId && s.UndertakingVersion == command.Version, ct))
            return;
        db.Add(UndertakingSignature.Of(command.StaffId, command.Version, undertaking.Text.In(command.Language), clock.Now()));
        db.Add(AuditEntry.Of(actor, AuditAction.UndertakingSigned, clock, subject: command.StaffId));
        await db.SaveChangesAsync(ct);
    }
}
