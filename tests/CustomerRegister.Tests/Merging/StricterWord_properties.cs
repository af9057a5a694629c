using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.Merging;

/// <summary>What holds of every merge, whatever the two customers have said before.</summary>
[Clause("N33")]
public sealed class StricterWord_properties
{
    private static readonly CustomerId Kept = new(Guid.Parse("0192f0c5-0000-7000-8000-000000000001"));
    private static readonly CustomerId Gone = new(Guid.Parse("0192f0c5-0000-7000-8000-000000000002"));
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PurposeId[] Purposes = [new(Guid.Parse("0192f0c5-0000-7000-8000-00000000000a")), new(Guid.Parse("0192f0c5-0000-7000-8000-00000000000b"))];

    // Few minutes, so that two words often fall on the same one.
    private static readonly Gen<(int Minute, int Which, bool Yes)> Word =
        from minute in Gen.Choose(0, 5)
        from which in Gen.Choose(0, 5)
        from yes in Gen.Elements(true, false)
        select (minute, which, yes);

    private static readonly Gen<(int Minute, int Which, bool Yes)[]> History = Gen.Choose(0, 8).SelectMany(n => Gen.ArrayOf(Word, n));

    [Fact]
    public void A_use_that_either_forbade_is_forbidden() => Always(c =>
    {
        var (ofKept, ofGone) = (c.OfKept.Select(w => BanOf(Kept, w)).ToList(), c.OfGone.Select(w => BanOf(Gone, w)).ToList());
        List<Ban> all = [.. ofKept, .. ofGone, .. StricterWord.Bans(Kept, ofKept, ofGone, At(5))];
        return Enum.GetValues<BanKind>().All(kind => Forbids(all, kind) == (Forbids(ofKept, kind) || Forbids(ofGone, kind)));
    });

    [Fact]
    public void A_consent_that_either_withdrew_stays_withdrawn_and_none_is_given_by_merging() => Always(c =>
    {
        var (ofKept, ofGone) = (c.OfKept.Select(w => DecisionOf(Kept, w)).ToList(), c.OfGone.Select(w => DecisionOf(Gone, w)).ToList());
        var said = StricterWord.Withdrawals(Kept, ofKept, ofGone, At(5));
        List<ConsentDecision> all = [.. ofKept, .. ofGone, .. said];
        return said.All(d => !d.Given) && Purposes.All(purpose =>
        {
            var (one, other) = (Given(ofKept, purpose), Given(ofGone, purpose));
            return Given(all, purpose) == ((one, other) switch { (false, _) or (_, false) => false, (null, null) => null, _ => true });
        });
    });

    [Fact]
    public void Nothing_is_said_twice_where_the_newest_word_is_the_strict_one() => Always(c =>
    {
        var (ofKept, ofGone) = (c.OfKept.Select(w => BanOf(Kept, w)).ToList(), c.OfGone.Select(w => BanOf(Gone, w)).ToList());
        List<Ban> all = [.. ofKept, .. ofGone];
        return StricterWord.Bans(Kept, ofKept, ofGone, At(5)).All(again => !Forbids(all, again.Kind));
    });

    private static void Always(Func<((int Minute, int Which, bool Yes)[] OfKept, (int Minute, int Which, bool Yes)[] OfGone), bool> holds) =>
        Prop.ForAll(History.SelectMany(one => History.Select(other => (one, other))).ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static bool Forbids(IEnumerable<Ban> bans, BanKind kind) => bans.Where(b => b.Kind == kind).MaxBy(b => (b.At, b.Id.Value))?.Forbidden ?? false;

    private static bool? Given(IEnumerable<ConsentDecision> decisions, PurposeId purpose) => decisions.Where(d => d.PurposeId == purpose).MaxBy(d => (d.At, d.Id.Value))?.Given;

    private static Ban BanOf(CustomerId customer, (int Minute, int Which, bool Yes) word) => Ban.Of(customer, (BanKind)word.Which, word.Yes, Channel.Phone, At(word.Minute));

    private static ConsentDecision DecisionOf(CustomerId customer, (int Minute, int Which, bool Yes) word) =>
        ConsentDecision.Of(customer, Purposes[word.Which % Purposes.Length], word.Yes, Channel.Phone, "hash", At(word.Minute));

    private static FakeTimeProvider At(int minute) => new(Begin.AddMinutes(minute));
}
