using CustomerRegister.Consents;
using CustomerRegister.Customers;

namespace CustomerRegister.Merging;

/// <summary>
/// Two histories of bans and consents become one, in which the newest word holds as ever. Where that would let go of a ban, or of a withdrawal,
/// that held for either, it is said once more: the stricter wins (GDPR Art. 7(3), 21(3)).
/// </summary>
internal static class StricterWord
{
    // The smallest difference that is stored.
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);

    /// <summary>The bans to be said once more for the kept customer.</summary>
    public static IReadOnlyList<Ban> Bans(CustomerId kept, IReadOnlyCollection<Ban> ofKept, IReadOnlyCollection<Ban> ofGone, TimeProvider clock)
    {
        var said = new List<Ban>();
        foreach (var kind in ofKept.Concat(ofGone).Select(b => b.Kind).Distinct().Order())
        {
            var words = new[] { Newest(ofKept.Where(b => b.Kind == kind)), Newest(ofGone.Where(b => b.Kind == kind)) }.OfType<Ban>().ToList();
            var newest = Newest(words)!;
            if (!newest.Forbidden && Newest(words.Where(b => b.Forbidden)) is { } strict)
                said.Add(Ban.Again(strict, kept, After(newest.At, clock), clock));
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
                said.Add(ConsentDecision.Again(withdrawn, kept, After(newest.At, clock), clock));
        }

        return said;
    }

    private static DateTime After(DateTime newest, TimeProvider clock) => clock.Now() > newest ? clock.Now() : newest + Instant;

    private static Ban? Newest(IEnumerable<Ban> bans) => bans.MaxBy(b => (b.At, b.Id.Value));

    private static ConsentDecision? Newest(IEnumerable<ConsentDecision> decisions) => decisions.MaxBy(d => (d.At, d.Id.Value));
}
