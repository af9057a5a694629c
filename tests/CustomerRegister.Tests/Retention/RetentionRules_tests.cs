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

    [Theory]
    [InlineData("P6Y", "2019-01-01", 12, 31, "2026-01-01")]
    [InlineData("P6Y", "2019-12-31", 12, 31, "2026-01-01")]
    [InlineData("P6Y", "1998-05-06", 12, 31, "2005-01-01")]
    [InlineData("P6Y", "2019-06-30", 6, 30, "2026-01-01")]
    [InlineData("P6Y", "2019-07-01", 6, 30, "2027-01-01")]
    [InlineData("P10Y", "2019-07-01", 6, 30, "2031-01-01")]
    [InlineData("P6Y6M", "2019-01-01", 12, 31, "2026-07-01")]
    public void Voucher_is_free_when_its_period_from_the_end_of_the_calendar_year_is_over(string period, string day, int endMonth, int endDay, string free) =>
        Assert.Equal(DateOnly.Parse(free, null), (RetentionRules.OfTheNotice with { Vouchers = RetentionPeriod.Parse(period), FinancialYearEndMonth = endMonth, FinancialYearEndDay = endDay }).VoucherFreeOn(DateOnly.Parse(day, null)));
}
