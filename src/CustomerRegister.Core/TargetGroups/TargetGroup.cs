using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Orders;

namespace CustomerRegister.TargetGroups;

/// <summary>Whom marketing wants to reach, and for what. What is null asks nothing.</summary>
/// <param name="PostalCodeFrom">The first Finnish postal code, five digits.</param>
/// <param name="PostalCodeTo">The last Finnish postal code, five digits.</param>
/// <param name="CustomerBy">Customers since this day or longer.</param>
/// <param name="OrderedSince">Who has ordered on this day or later.</param>
public sealed record TargetGroup(BanKind Use, Language? Language = null, string? PostalCodeFrom = null, string? PostalCodeTo = null, DateOnly? CustomerBy = null, DateOnly? OrderedSince = null)
{
    /// <summary>What a target group is made for. Handing data on is a disclosure, not a target group of one's own (N4).</summary>
    public static IReadOnlyList<BanKind> Uses { get; } =
        [BanKind.DirectMarketing, BanKind.DistanceSelling, BanKind.MarketResearch, BanKind.OpinionPolls, BanKind.PublicationInLists];

    /// <summary>What can be done by e-mail: a list is printed.</summary>
    public static IReadOnlyList<BanKind> EmailUses { get; } = [.. Uses.Except([BanKind.PublicationInLists])];

    public static bool IsPostalCode(string text) => text.Length == 5 && text.All(char.IsAsciiDigit);
}

/// <summary>Those of the customers who may be reached whom a target group asks for. Whoever may not be reached is not there, whatever is asked.</summary>
internal static class TargetGroupQuery
{
    // A country is stored as it was written; these are the ways in which Finland is.
    private static readonly string[] Finland = ["Suomi", "suomi", "SUOMI", "Finland", "finland", "FINLAND", "FI", "FIN"];

    public static IQueryable<Customer> In(this ReachableCustomers reachable, TargetGroup group, ReachedBy by, RegisterContext db) => Of(group, reachable.For(group.Use, by), db);

    /// <summary>Those whom the group asks for too, but who are left out because the processing of their data is restricted.</summary>
    public static IQueryable<Customer> RestrictedIn(this ReachableCustomers reachable, TargetGroup group, ReachedBy by, RegisterContext db) => Of(group, reachable.Restricted(group.Use, by), db);

    private static IQueryable<Customer> Of(TargetGroup group, IQueryable<Customer> people, RegisterContext db)
    {
        if (group.Language is { } language)
            people = people.Where(c => c.Language == language);
        if (group.CustomerBy is { } day)
            people = people.Where(c => c.RelationshipStart <= day);
        if (group.OrderedSince is { } since)
            people = people.Where(c => db.Orders.Any(o => o.CustomerId == c.Id && o.PlacedOn >= since && o.State != OrderState.Cancelled));
        if (group.PostalCodeFrom is not null || group.PostalCodeTo is not null)
        {
            var (from, to) = (group.PostalCodeFrom ?? "00000", group.PostalCodeTo ?? "99999");
            people = people.Where(c => c.Addresses.Any(a => a.Kind == AddressKind.Postal && a.Address.City != null && a.Address.PostalCode!.Length == 5
#pragma warning disable CA1310 // The database compares, by code point on both.
                && a.Address.PostalCode.CompareTo(from) >= 0 && a.Address.PostalCode.CompareTo(to) <= 0
#pragma warning restore CA1310
                && (a.Address.Country == null || Finland.Contains(a.Address.Country))));
        }

        return people;
    }

    /// <summary>One entry for each person whose data is used, written together before the data is given away.</summary>
    public static async Task LogUse(this RegisterContext db, IEnumerable<CustomerId> people, string action, TargetGroup group, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var user = actor.For(BanPurposes.Of(group.Use));
        await db.Bulk().Write<AuditEntry>([.. people.Select(id => AuditEntry.Of(user, action, clock, id))], ct);
    }
}
