using CustomerRegister.Consents;
using CustomerRegister.Customers;

namespace CustomerRegister.Merging;

/// <summary>
/// Two histories of bans and consents become one, in which the newest word holds as ever. Where that would let go of a ban, or of a withdrawal,
/// that held for either, it is said once more: the stricter wins (GDPR Art. 7(3), 21(3)).
/// </summary>
internal static class StricterWord
{
    /// <summary>The bans to be said once more for the kept customer.</summary>
    public static IReadOnlyList<Ban> Bans(CustomerId kept, IReadOnlyCollection<Ban> ofKept, IReadOnlyCollection<Ban> ofGone, TimeProvider clock)
    {
        var said = new List<Ban>();
        foreach (var kind in ofKept.Concat(ofGone).Select(b => b.Kind).Distinct().Order())
        {
            var words = new[] { Newest(ofKept.Where(b => b.Kind == kind)), Newest(ofGone.Where(b => b.Kind == kind)) }.OfType<Ban>().ToList();
            var newest = Newest(words)!;
            if (!newest.Forbidden && Newest(words.Where(b => b.Forbidden)) is { } strict)
                said.Add(Ban.Of(kept, kind, forbidden: true, strict.Channel, clock, newest.At));
        }

        return said;
    }

    /// <summary>The withdrawals to be said once more for the kept customer.</summary>
    public static IReadOnlyList<ConsentDecision> Withdrawals(
        CustomerId kept, IReadOnlyCollection<ConsentDecision> ofKept, IReadOnlyCollection<ConsentDecision> ofGone, TimeProvider clock)
    {
        var said = new List<ConsentDecision>();
        foreach (var purpose in ofKept.Concat(ofGone).Select(d => d.PurposeId).Distinct())
        {
            var words = new[] { Newest(ofKept.Where(d => d.PurposeId == purpose)), Newest(ofGone.Where(d => d.PurposeId == purpose)) }.OfType<ConsentDecision>().ToList();
            var newest = Newest(words)!;
            if (newest.Given && Newest(words.Where(d => !d.Given)) is { } withdrawn)
                said.Add(ConsentDecision.Of(kept, purpose, given: false, withdrawn.Channel, withdrawn.TextHash, clock, newest.At));
        }

        return said;
    }

    private static Ban? Newest(IEnumerable<Ban> bans) => bans.MaxBy(b => (b.At, b.Id.Value));

    private static ConsentDecision? Newest(IEnumerable<ConsentDecision> decisions) => decisions.MaxBy(d => (d.At, d.Id.Value));
}
