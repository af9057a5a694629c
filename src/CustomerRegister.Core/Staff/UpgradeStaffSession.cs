using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>
/// What follows when somebody adds a second factor: this session counts as entered with it, and every other session of the account, in which
/// only a password stood at the door, ends.
/// </summary>
public sealed class UpgradeStaffSession(RegisterContext db, EndStaffSessions end)
{
    public async Task Run(StaffSession session, StaffSignInMethod method, Actor actor, CancellationToken ct)
    {
        if (!session.HasSecondFactor)
            await db.StaffSessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.Method, method), ct);
        await end.Run(session.StaffId, actor, ct, but: session.Id);
    }
}
