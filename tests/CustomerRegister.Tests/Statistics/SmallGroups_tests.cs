using CustomerRegister.Statistics;
using CustomerRegister.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Statistics;

/// <summary>No figure that is shown tells of few people, nor do the figures together.</summary>
[Clause("N3")]
public sealed class SmallGroups_tests
{
    private static readonly Gen<(int[] Sizes, int Smallest, bool Recur)> AnyGroups =
        from count in Gen.Choose(0, 12)
        from sizes in Gen.ArrayOf(Gen.Frequency((3, Gen.Choose(0, 8)), (1, Gen.Choose(0, 60))), count)
        from smallest in Gen.Choose(SmallestGroup.Fewest, 8)
        from recur in Gen.Elements(true, false)
        select (sizes, smallest, recur);

    [Theory]
    [InlineData("", "", "")]
    [InlineData("5 60 0", "5 60", "")]
    [InlineData("3 4 9", "9", "3 4")]
    // One alone would be what is missing from the whole, so the smallest of the others goes with it.
    [InlineData("2 9 60", "60", "2 9")]
    // All of one size: joined, they would tell how many each is.
    [InlineData("4 4 9 60", "60", "4 4 9")]
    // Of two alike neither goes alone: which one went would tell.
    [InlineData("2 9 9 60", "60", "2 9 9")]
    [InlineData("1 2", "", "")]
    [InlineData("4", "", "")]
    [InlineData("4 4", "", "")]
    [InlineData("3 4", "", "3 4")]
    public void Groups_of_fewer_than_five_are_joined(string sizes, string shown, string joined)
    {
        var result = SmallGroups.Hide(Numbers(sizes), n => n, SmallestGroup.Usual);
        Assert.Equal(Numbers(shown), result.Shown);
        Assert.Equal(Numbers(joined), result.Joined.Order());
    }

    [Fact]
    public void Where_a_person_may_be_in_several_groups_joined_ones_have_no_more_people_for_certain_than_the_largest()
    {
        var result = SmallGroups.Hide([3, 4, 9, 60], n => n, SmallestGroup.Usual, recur: true);
        Assert.Equal([60], result.Shown);
        Assert.Equal([3, 4, 9], result.Joined);
    }

    [Fact]
    public void Nothing_is_shown_of_fewer_people_and_whoever_is_not_shown_stays_among_enough() => Prop.ForAll(AnyGroups.ToArbitrary(), given =>
    {
        var (shown, joined) = Hidden(given.Sizes, given);
        return shown.All(i => given.Sizes[i] >= given.Smallest)
            && (joined.Count == 0 || (given.Recur ? joined.Max(i => given.Sizes[i]) : joined.Sum(i => given.Sizes[i])) >= given.Smallest)
            && (joined.Count > 0 || shown.Count == 0 || given.Sizes.All(n => n == 0 || n >= given.Smallest));
    }).QuickCheckThrowOnFailure();

    // Whoever knows all that is shown, and this very rule, still cannot tell: with the sizes of two joined groups changed about, exactly the same would be shown.
    [Fact]
    public void The_size_of_a_joined_group_cannot_be_told_from_all_that_is_shown() => Prop.ForAll(AnyGroups.ToArbitrary(), given =>
    {
        var (shown, joined) = Hidden(given.Sizes, given);
        return joined.All(one => joined.Any(other =>
        {
            var changed = given.Sizes.ToArray();
            (changed[one], changed[other]) = (changed[other], changed[one]);
            var (shownThen, joinedThen) = Hidden(changed, given);
            return changed[one] != given.Sizes[one] && shownThen.SequenceEqual(shown) && shown.All(i => changed[i] == given.Sizes[i])
                && joinedThen.Sum(i => changed[i]) == joined.Sum(i => given.Sizes[i]);
        }));
    }).QuickCheckThrowOnFailure();

    private static GroupsToShow<int> Hidden(int[] sizes, (int[] Sizes, int Smallest, bool Recur) given) =>
        SmallGroups.Hide(Enumerable.Range(0, sizes.Length), i => sizes[i], new(given.Smallest), given.Recur);

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
