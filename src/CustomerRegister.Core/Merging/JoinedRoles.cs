using CustomerRegister.Customers;

namespace CustomerRegister.Merging;

/// <summary>A role that goes on for the kept customer in place of several.</summary>
/// <param name="Survivor">The role of the kept customer that takes them in.</param>
/// <param name="Gone">Those that go, of either customer.</param>
internal sealed record JoinedRole(ContactRole Survivor, string? Title, DateOnly From, DateOnly? To, IReadOnlyList<ContactRole> Gone);

/// <summary>
/// The roles of two customers who are one person. Where both represented the same organisation at the same time, or one right after the other,
/// it is one role from the first day to the last; every other role stays as it is.
/// </summary>
internal static class JoinedRoles
{
    public static IReadOnlyList<JoinedRole> Of(IReadOnlyCollection<ContactRole> ofKept, IReadOnlyCollection<ContactRole> ofGone)
    {
        var joined = new List<JoinedRole>();
        foreach (var organisation in ofGone.Select(r => r.OrganisationId).Distinct())
        {
            var roles = ofKept.Concat(ofGone).Where(r => r.OrganisationId == organisation).OrderBy(r => r.From).ThenBy(r => r.Id.Value).ToList();
            foreach (var together in Touching(roles))
            {
                var kept = together.Where(ofKept.Contains).ToList();
                if (kept.Count == 0 || kept.Count == together.Count)
                    continue;
                // The role that is held now says best what the person does there.
                var survivor = kept.OrderBy(r => r.To is null ? 0 : 1).ThenByDescending(r => r.To).First();
                var newest = together.OrderBy(r => r.To is null ? 0 : 1).ThenByDescending(r => r.To).ThenBy(r => r == survivor ? 0 : 1).First();
                joined.Add(new(
                    survivor,
                    newest.Title ?? survivor.Title ?? together.Select(r => r.Title).FirstOrDefault(t => t is not null),
                    together.Min(r => r.From),
                    together.Exists(r => r.To is null) ? null : together.Max(r => r.To),
                    [.. together.Where(r => r != survivor)]));
            }
        }

        return joined;
    }

    /// <summary>Roles in groups without a day between them.</summary>
    private static List<List<ContactRole>> Touching(IReadOnlyList<ContactRole> byStart)
    {
        var groups = new List<List<ContactRole>>();
        DateOnly? end = null;
        foreach (var role in byStart)
        {
            // The end is the first day on which the role is no longer held.
            if (groups.Count > 0 && (end is null || role.From <= end))
                groups[^1].Add(role);
            else
                groups.Add([role]);
            end = groups[^1].Exists(r => r.To is null) ? null : groups[^1].Max(r => r.To);
        }

        return groups;
    }
}
