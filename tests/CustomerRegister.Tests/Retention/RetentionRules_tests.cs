using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Retention;

[Clause("N20")]
public sealed class RetentionRules_tests
{
    [Theory]
    [InlineData("2016-11-22", true)]
    [InlineData("2016-11-23", false)]
    [InlineData("1998-05-06", true)]
    [InlineData("2026-11-22", false)]
    public void Ten_years_from_the_end_of_the_relationship_is_due(string end, bool due) =>
        Assert.Equal(due, RetentionRules.OfTheNotice.IsDue(DateOnly.Parse(end, null), new DateOnly(2026, 11, 22)));

    [Fact]
    public void Relationship_without_an_end_is_never_due() =>
        Assert.False(RetentionRules.OfTheNotice.IsDue(null, new DateOnly(9000, 1, 1)));

    [Fact]
    public void Period_is_the_controllers_own() =>
        Assert.True((RetentionRules.OfTheNotice with { CustomerData = RetentionPeriod.Parse("P2Y") }).IsDue(new DateOnly(2024, 11, 22), new DateOnly(2026, 11, 22)));
}
