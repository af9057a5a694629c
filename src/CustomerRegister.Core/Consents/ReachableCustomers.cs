using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.Consents;

/// <summary>By what a customer is reached.</summary>
public enum ReachedBy
{
    /// <summary>A letter, for which the name and address go onto a list or a label.</summary>
    Post,
    Email,
}

/// <summary>
/// The one place that answers who may be reached for a use that customers can forbid (N7, N33, N42). Every list, label sheet and mailing takes its people
/// from here, and a mailing asks again when each mail leaves.
/// </summary>
public sealed class ReachableCustomers(RegisterContext db)
{
    /// <summary>The consent without which nobody is marketed to by e-mail (Act 917/2014, s. 200).</summary>
    public const string EmailConsent = "marketing";

    private static readonly BanKind[] NeedConsentByEmail = [BanKind.DirectMarketing, BanKind.DistanceSelling];

    /// <summary>
    /// The bans that each forbid a use. Selling from a distance, and handing data on for marketing, are direct marketing too; what goes by post is printed
    /// from a list.
    /// </summary>
    public static IReadOnlyList<BanKind> Forbidding(BanKind use, ReachedBy by)
    {
        List<BanKind> bans = [use];
        if (use is BanKind.DistanceSelling or BanKind.DisclosureForMarketing)
            bans.Add(BanKind.DirectMarketing);
        if (by == ReachedBy.Post && use != BanKind.PublicationInLists)
            bans.Add(BanKind.PublicationInLists);
        return bans;
    }

    /// <summary>
    /// Customers who may be reached now: in a customer relationship, alive, without a ban or an objection in force, without restriction, and with somewhere to reach them.
    /// Nobody with a protected address is on any list. A consent counts that was given to the words as they are today.
    /// </summary>
    public IQueryable<Customer> For(BanKind use, ReachedBy by) => Willing(use, by).Where(c => !db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null));

    /// <summary>Customers who are left out for no other reason than that the processing of their data is restricted: they are counted, never listed.</summary>
    public IQueryable<Customer> Restricted(BanKind use, ReachedBy by) => Willing(use, by).Where(c => db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null));

    private IQueryable<Customer> Willing(BanKind use, ReachedBy by)
    {
        var bans = Forbidding(use, by);
        var asksConsent = by == ReachedBy.Email && NeedConsentByEmail.Contains(use);
        var purpose = asksConsent ? EmailConsent : BanPurposes.Of(use);
        var objections = db.ObjectionsAgainst(purpose);
        var people = db.Customers.Where(c => c.RelationshipEnd == null && c.DeathSource == null && c.ProtectedUntil == null
            // Who has allowed the use after objecting to all has said yes to that.
            && !objections.Any(o => o.CustomerId == c.Id && !db.Bans.Any(b => b.CustomerId == c.Id && b.Kind == use && !b.Forbidden && b.At > o.Since))
            // The newest word of a kind holds; of two at the same instant, the one that forbids.
            && !db.Bans.Any(b => b.CustomerId == c.Id && bans.Contains(b.Kind) && b.Forbidden
                && !db.Bans.Any(later => later.CustomerId == c.Id && later.Kind == b.Kind && later.At > b.At)));
        if (by == ReachedBy.Post)
            return people.Where(c => c.Addresses.Any(a => a.Kind == AddressKind.Postal && a.Address.City != null));

        people = people.Where(c => c.Email != null);
        return !asksConsent ? people : people.Where(c => db.ConsentDecisions.Any(d => d.CustomerId == c.Id && d.Given
            && db.Purposes.Any(p => p.Id == d.PurposeId && p.Code == EmailConsent && (p.Hashes.Fi == d.TextHash || p.Hashes.Sv == d.TextHash || p.Hashes.En == d.TextHash))
            && !db.ConsentDecisions.Any(later => later.CustomerId == c.Id && later.PurposeId == d.PurposeId && later.At > d.At)));
    }
}
