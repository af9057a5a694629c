using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="ByEmail">Null for a use that is not made by e-mail.</param>
/// <param name="Restricted">Those who are left out because the processing of their data is restricted, in whichever way they would be reached.</param>
public sealed record TargetGroupSize(int ByPost, int? ByEmail, int Restricted);

/// <summary>How many of a target group may be reached. The numbers say nothing about anybody, so nobody's data is used by counting.</summary>
public sealed class CountTargetGroup(RegisterContext db, ReachableCustomers reachable)
{
    public async Task<TargetGroupSize> Run(TargetGroup group, CancellationToken ct) => new(
        await reachable.In(group, ReachedBy.Post, db).CountAsync(ct),
        TargetGroup.EmailUses.Contains(group.Use) ? await reachable.In(group, ReachedBy.Email, db).CountAsync(ct) : null,
        await LeftOut(group, TargetGroup.EmailUses.Contains(group.Use) ? [ReachedBy.Post, ReachedBy.Email] : [ReachedBy.Post], ct));

    /// <summary>How many are left out because the processing of their data is restricted: whoever makes a list is told (N39).</summary>
    public Task<int> LeftOut(TargetGroup group, IReadOnlyList<ReachedBy> ways, CancellationToken ct) =>
        ways.Select(by => reachable.RestrictedIn(group, by, db).Select(c => c.Id)).Aggregate((some, others) => some.Union(others)).CountAsync(ct);
}
