using CustomerRegister.Requests;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Requests;

public sealed class LegalClock_tests
{
    [Theory]
    [InlineData("2026-02-10", "2026-03-10", "plain")]
    [InlineData("2024-01-31", "2024-02-29", "leap year")]
    [InlineData("2025-01-31", "2025-02-28", "common year")]
    [InlineData("2026-01-31", "2026-03-02", "common year, 28 February is a Saturday")]
    [InlineData("2026-01-29", "2026-03-02", "29 January has no 29 February either")]
    [InlineData("2026-03-31", "2026-04-30", "30 April")]
    [InlineData("2026-03-03", "2026-04-07", "Good Friday to Easter Monday")]
    [InlineData("2026-03-05", "2026-04-07", "Easter Sunday")]
    [InlineData("2026-04-01", "2026-05-04", "May Day on a Friday")]
    [InlineData("2026-04-14", "2026-05-15", "Ascension Day")]
    [InlineData("2026-05-19", "2026-06-22", "Midsummer Eve")]
    [InlineData("2026-05-20", "2026-06-22", "Midsummer Day")]
    [InlineData("2026-10-01", "2026-11-02", "Sunday after All Saints' Day")]
    [InlineData("2027-11-06", "2027-12-07", "Independence Day on a Monday")]
    [InlineData("2025-11-24", "2025-12-29", "Christmas Eve on a Wednesday")]
    [InlineData("2026-11-24", "2026-12-28", "Christmas Eve on a Thursday")]
    [InlineData("2025-12-01", "2026-01-02", "New Year's Day")]
    [InlineData("2025-12-06", "2026-01-07", "Epiphany")]
    [InlineData("2026-02-14", "2026-03-16", "Saturday")]
    [InlineData("2027-01-31", "2027-03-01", "28 February is a Sunday")]
    [InlineData("2028-01-31", "2028-02-29", "leap day is a Tuesday")]
    [InlineData("2028-01-29", "2028-02-29", "29 February is there")]
    [InlineData("2024-02-29", "2024-04-02", "29 March is Good Friday")]
    [InlineData("2028-02-29", "2028-03-29", "from leap day")]
    [InlineData("2026-05-31", "2026-06-30", "June has 30 days")]
    [InlineData("2026-08-31", "2026-09-30", "September has 30 days")]
    [InlineData("2026-10-31", "2026-11-30", "November has 30 days")]
    [InlineData("2026-12-31", "2027-02-01", "31 January is a Sunday")]
    [InlineData("2026-12-01", "2027-01-04", "New Year's Day on a Friday")]
    [InlineData("2026-12-06", "2027-01-07", "Epiphany on a Wednesday")]
    [InlineData("2027-02-26", "2027-03-30", "Good Friday to Easter Monday in March")]
    [InlineData("2028-03-14", "2028-04-18", "Good Friday to Easter Monday in April")]
    [InlineData("2027-04-06", "2027-05-07", "Ascension Day in May")]
    [InlineData("2026-04-24", "2026-05-25", "Whit Sunday")]
    [InlineData("2028-05-23", "2028-06-26", "Midsummer Eve, and Midsummer on a weekend")]
    [InlineData("2027-11-24", "2027-12-27", "Christmas Day on a Saturday")]
    [InlineData("2022-11-24", "2022-12-27", "Christmas Eve on a Saturday, Boxing Day on a Monday")]
    [InlineData("2023-11-24", "2023-12-27", "Christmas Eve on a Sunday")]
    [InlineData("2025-10-01", "2025-11-03", "All Saints' Day on a Saturday")]
    public void Request_is_to_be_answered_within_a_month(string received, string deadline, string why)
    {
        var reading = Read(received);
        Assert.True(Day(deadline) == reading.Deadline, $"{why}: {reading.Deadline:yyyy-MM-dd}");
        Assert.Equal(reading.Deadline, reading.FirstDeadline);
    }

    [Theory]
    [InlineData("2026-02-10", "2026-05-11", "10 May is a Sunday")]
    [InlineData("2026-01-31", "2026-04-30", "counted from receipt, not from the clamped day")]
    [InlineData("2025-11-30", "2026-03-02", "28 February is a Saturday")]
    [InlineData("2026-03-19", "2026-06-22", "Midsummer Eve")]
    [InlineData("2026-09-24", "2026-12-28", "Christmas Eve")]
    [InlineData("2028-01-31", "2028-05-02", "May Day after a Sunday")]
    [InlineData("2026-10-31", "2027-02-01", "31 January is a Sunday")]
    [InlineData("2022-11-24", "2023-02-24", "a Friday")]
    [InlineData("2025-10-01", "2026-01-02", "New Year's Day")]
    public void Extended_limit_is_three_months_from_receipt(string received, string deadline, string why)
    {
        var reading = LegalClock.Compute(Day(received), [], extended: true, Day(received));
        Assert.True(Day(deadline) == reading.Deadline, $"{why}: {reading.Deadline:yyyy-MM-dd}");
        Assert.Equal(Read(received).Deadline, reading.FirstDeadline);
        Assert.False(reading.MayExtend);
    }

    [Fact]
    public void Limit_may_be_extended_until_the_first_deadline_and_not_after()
    {
        Assert.True(LegalClock.Compute(Day("2026-03-05"), [], false, Day("2026-04-07")).MayExtend);
        Assert.False(LegalClock.Compute(Day("2026-03-05"), [], false, Day("2026-04-08")).MayExtend);
    }

    [Fact]
    public void Days_left_are_zero_on_the_deadline_and_negative_after_it()
    {
        var onTime = LegalClock.Compute(Day("2026-02-10"), [], false, Day("2026-03-10"));
        Assert.Equal(0, onTime.DaysLeft);
        Assert.False(onTime.IsOverdue);
        var late = LegalClock.Compute(Day("2026-02-10"), [], false, Day("2026-03-11"));
        Assert.Equal(-1, late.DaysLeft);
        Assert.True(late.IsOverdue);
    }

    [Fact]
    public void Waiting_for_proof_of_identity_moves_the_deadline_by_the_days_waited()
    {
        var reading = LegalClock.Compute(Day("2026-02-10"), [Pause("2026-02-12", "2026-02-19")], false, Day("2026-03-01"));
        Assert.Equal(7, reading.PausedDays);
        Assert.Equal(Day("2026-03-17"), reading.Deadline);
        Assert.False(reading.IsPaused);
    }

    [Fact]
    public void Days_waited_are_added_before_rolling_to_a_working_day()
    {
        // 10 March and 4 days is Saturday 14 March; had 14 days been added to a rolled day, it would be another.
        var reading = LegalClock.Compute(Day("2026-02-10"), [Pause("2026-02-12", "2026-02-16")], false, Day("2026-03-01"));
        Assert.Equal(Day("2026-03-14"), reading.Unrolled);
        Assert.Equal(Day("2026-03-16"), reading.Deadline);

        // 28 February 2026 is a Saturday: with 2 days it is Monday 2 March, not Monday and 2 days.
        Assert.Equal(Day("2026-03-02"), LegalClock.Compute(Day("2026-01-28"), [Pause("2026-02-02", "2026-02-04")], false, Day("2026-02-10")).Deadline);
    }

    [Fact]
    public void Clock_that_still_stands_is_reported_and_counts_up_to_today()
    {
        var pauses = new[] { Pause("2026-02-12", null) };
        var reading = LegalClock.Compute(Day("2026-02-10"), pauses, false, Day("2026-02-20"));
        Assert.True(reading.IsPaused);
        Assert.Equal(8, reading.PausedDays);
        Assert.Equal(Day("2026-03-18"), reading.Deadline);
        Assert.Contains(new ClockStep(ClockStepKind.Paused, Day("2026-02-12"), 8), reading.Steps);

        var onTheFirstDay = LegalClock.Compute(Day("2026-02-10"), pauses, false, Day("2026-02-12"));
        Assert.True(onTheFirstDay.IsPaused);
        Assert.Equal(0, onTheFirstDay.PausedDays);
    }

    [Fact]
    public void Clock_that_stands_never_runs_out() =>
        Assert.False(LegalClock.Compute(Day("2026-02-10"), [Pause("2026-02-12", null)], false, Day("2027-02-12")).IsOverdue);

    [Fact]
    public void Overlapping_waits_count_once()
    {
        var reading = LegalClock.Compute(
            Day("2026-02-10"), [Pause("2026-02-16", "2026-02-20"), Pause("2026-02-12", "2026-02-18"), Pause("2026-02-13", "2026-02-14")], false, Day("2026-03-01"));
        Assert.Equal(8, reading.PausedDays);
        Assert.Single(reading.Steps, step => step.Kind == ClockStepKind.Paused);
    }

    [Fact]
    public void Asking_for_proof_after_the_deadline_does_not_mend_lateness()
    {
        var reading = LegalClock.Compute(Day("2026-02-10"), [Pause("2026-03-11", null)], false, Day("2026-03-20"));
        Assert.Equal(Day("2026-03-10"), reading.Deadline);
        Assert.False(reading.IsPaused);
        Assert.True(reading.IsOverdue);

        // It counts for the extended limit, which was not past, but leaves the first deadline alone.
        var extended = LegalClock.Compute(Day("2026-02-10"), [Pause("2026-03-11", "2026-03-13")], true, Day("2026-03-20"));
        Assert.Equal(2, extended.PausedDays);
        Assert.Equal(Day("2026-03-10"), extended.FirstDeadline);
    }

    [Fact]
    public void Wait_that_began_before_the_request_came_counts_from_receipt() =>
        Assert.Equal(3, LegalClock.Compute(Day("2026-02-10"), [Pause("2026-02-01", "2026-02-13")], false, Day("2026-03-01")).PausedDays);

    [Fact]
    public void Pause_that_ends_before_it_begins_is_refused() =>
        Assert.Throws<ArgumentException>(() => LegalClock.Compute(Day("2026-02-10"), [Pause("2026-02-13", "2026-02-12")], false, Day("2026-03-01")));

    [Fact]
    public void Steps_tell_how_the_deadline_came_about() =>
        Assert.Equal(
            [
                new(ClockStepKind.Received, Day("2026-01-31")),
                new(ClockStepKind.OneMonth, Day("2026-02-28")),
                new(ClockStepKind.ClampedToMonthEnd, Day("2026-02-28")),
                new(ClockStepKind.Paused, Day("2026-02-03"), 34),
                new(ClockStepKind.RolledFrom, Day("2026-04-03"), Holiday: FinnishHoliday.GoodFriday),
                new(ClockStepKind.RolledFrom, Day("2026-04-04")),
                new(ClockStepKind.RolledFrom, Day("2026-04-05"), Holiday: FinnishHoliday.EasterSunday),
                new ClockStep(ClockStepKind.RolledFrom, Day("2026-04-06"), Holiday: FinnishHoliday.EasterMonday),
            ],
            LegalClock.Compute(Day("2026-01-31"), [Pause("2026-02-03", "2026-03-09")], false, Day("2026-03-15")).Steps);

    [Fact]
    public void Steps_of_an_extended_limit_name_the_extension() =>
        Assert.Equal(
            [ClockStepKind.Received, ClockStepKind.Extended],
            LegalClock.Compute(Day("2026-03-30"), [], true, Day("2026-04-01")).Steps.Select(step => step.Kind));

    [Fact]
    public void Deadline_is_always_a_working_day() => Always(c =>
        FinnishHolidays.IsWorkingDay(c.Read().Deadline) && FinnishHolidays.IsWorkingDay(c.Read().FirstDeadline));

    [Fact]
    public void Deadline_is_never_earlier_than_28_days_from_receipt() => Always(c =>
        c.Read().Deadline >= c.Received.AddDays(28) && c.Read().Unrolled <= c.Read().Deadline);

    [Fact]
    public void Deadline_is_never_earlier_than_one_month_from_receipt() => Always(c =>
    {
        // The same day number in the next month, or that month's last day.
        var next = new DateOnly(c.Received.Year + c.Received.Month / 12, c.Received.Month % 12 + 1, 1);
        var month = next.AddDays(Math.Min(c.Received.Day, DateTime.DaysInMonth(next.Year, next.Month)) - 1);
        return c.Read().Deadline >= month && c.Read().FirstDeadline >= month;
    });

    [Fact]
    public void Without_pause_the_limit_is_at_most_a_month_and_the_longest_run_of_holidays() => Always(c =>
        // Christmas Eve to Boxing Day and a weekend: five days.
        LegalClock.Compute(c.Received, [], false, c.Today).Deadline <= c.Received.AddDays(31 + 5));

    [Fact]
    public void Extension_never_shortens() => Always(c =>
        (c with { Extended = true }).Read().Deadline >= (c with { Extended = false }).Read().Deadline
        && (c with { Extended = true }).Read().FirstDeadline == (c with { Extended = false }).Read().FirstDeadline);

    [Fact]
    public void A_further_pause_never_shortens() => Always(c =>
        c.Pauses.Length == 0 || c.Read().Deadline >= (c with { Pauses = c.Pauses[1..] }).Read().Deadline);

    [Fact]
    public void Order_of_the_pauses_never_matters() => Always(c =>
        c.Read().Deadline == (c with { Pauses = [.. c.Pauses.Reverse()] }).Read().Deadline);

    [Fact]
    public void Last_day_of_january_always_ends_at_the_end_of_february()
    {
        for (var year = 1992; year <= 2100; year++)
            Assert.Equal(
                new DateOnly(year, 2, DateTime.IsLeapYear(year) ? 29 : 28),
                LegalClock.Compute(new(year, 1, 31), [], false, new(year, 1, 31)).Unrolled);
    }

    [Fact]
    public void Steps_always_lead_to_the_deadline() => Always(c =>
    {
        var reading = c.Read();
        var month = reading.Steps[1].Day;
        var paused = reading.Steps.Where(step => step.Kind == ClockStepKind.Paused).Sum(step => step.Days);
        var rolled = reading.Steps.Count(step => step.Kind == ClockStepKind.RolledFrom);
        return paused == reading.PausedDays
               && month.AddDays(paused) == reading.Unrolled
               && reading.Unrolled.AddDays(rolled) == reading.Deadline;
    });

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    private static ClockPause Pause(string from, string? to) => new(Day(from), to is null ? null : Day(to));

    private static ClockReading Read(string received) => LegalClock.Compute(Day(received), [], false, Day(received));

    private sealed record Case(DateOnly Received, ClockPause[] Pauses, bool Extended, DateOnly Today)
    {
        public ClockReading Read() => LegalClock.Compute(Received, Pauses, Extended, Today);

        public override string ToString() =>
            $"received {Received:O}, pauses {string.Join(", ", Pauses.Select(p => $"{p.From:O}–{p.To:O}"))}, extended {Extended}, today {Today:O}";
    }

    private static void Always(Func<Case, bool> holds)
    {
        var cases =
            from received in Gen.Choose(new DateOnly(1995, 1, 1).DayNumber, new DateOnly(2100, 12, 31).DayNumber).Select(DateOnly.FromDayNumber)
            from count in Gen.Choose(0, 3)
            from pauses in (from start in Gen.Choose(-5, 130)
                            from days in Gen.Choose(-1, 40)
                            select new ClockPause(received.AddDays(start), days < 0 ? null : received.AddDays(start + days))).ArrayOf(count)
            from extended in Gen.Elements(true, false)
            from reading in Gen.Choose(0, 200)
            select new Case(received, pauses, extended, received.AddDays(reading));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), holds));
    }
}
