using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="ByEmail">Null for a use that is not made by e-mail.</param>
public sealed record TargetGroupSize(int ByPost, int? ByEmail);

/// <summary>How many of a target group may be reached. The numbers say nothing about anybody, so nobody's data is used by counting.</summary>
public sealed class CountTargetGroup(RegisterContext db, ReachableCustomers reachable)
{
    public async Task<TargetGroupSize> Run(TargetGroup group, CancellationToken ct) => new(
        await reachable.In(group, ReachedBy.Post, db).CountAsync(ct),
        TargetGroup.EmailUses.Contains(group.Use) ? await reachable.In(group, ReachedBy.Email, db).CountAsync(ct) : null);
}
