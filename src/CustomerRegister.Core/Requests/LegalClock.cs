namespace CustomerRegister.Requests;

/// <summary>
/// The time limit for answering a data subject: one month from receipt, which may be extended once by two further months
/// (GDPR Article 12(3)).
/// </summary>
/// <remarks>
/// <para>A limit of months ends on the day with the same number, or on the month's last day if there is none; on a day that
/// is no working day, on the next working day (Regulation 1182/71 Article 3(2)(c) and 3(4); Act 150/1930 sections 3 and 5).</para>
/// <para>While the controller, who asked without undue delay, waits for what it needs to confirm identity (Article 12(6)), the
/// limit is suspended (EDPB Guidelines 01/2022 on the right of access, section 5.3). The days of waiting are added to the limit before it is moved to a
/// working day. Overlapping waits count once. A wait that began after the limit had run out does not count: what is late stays late.</para>
/// <para>All days are days in Europe/Helsinki.</para>
/// </remarks>
public static class LegalClock
{
    private const int MonthsToAnswer = 1;
    private const int MonthsToAnswerExtended = 3;

    /// <param name="received">The day the request came.</param>
    /// <param name="pauses">Waits for proof of identity, in any order. Those after <paramref name="today"/> are not yet known.</param>
    /// <param name="extended">Has the person been told of an extension?</param>
    /// <param name="today">The day of reading.</param>
    /// <exception cref="ArgumentException">A pause ends before it begins.</exception>
    public static ClockReading Compute(DateOnly received, IReadOnlyList<ClockPause> pauses, bool extended, DateOnly today)
    {
        var waits = Merge(pauses, received, today);
        var first = Run(received, MonthsToAnswer, waits);
        var term = extended ? Run(received, MonthsToAnswerExtended, waits) : first;

        var steps = new List<ClockStep>
        {
            new(ClockStepKind.Received, received),
            new(extended ? ClockStepKind.Extended : ClockStepKind.OneMonth, term.Month),
        };
        if (term.Month.Day != received.Day)
            steps.Add(new(ClockStepKind.ClampedToMonthEnd, term.Month));
        steps.AddRange(term.Waits.Select(wait => new ClockStep(ClockStepKind.Paused, wait.From, wait.Days)));
        for (var day = term.Unrolled; day < term.Deadline; day = day.AddDays(1))
            steps.Add(new(ClockStepKind.RolledFrom, day, Holiday: FinnishHolidays.On(day)));

        return new ClockReading(
            term.Unrolled,
            term.Deadline,
            first.Deadline,
            term.Waits.Sum(wait => wait.Days),
            term.Waits.Any(wait => wait.IsRunning),
            term.Deadline.DayNumber - today.DayNumber,
            MayExtend: !extended && today <= first.Deadline,
            steps);
    }

    private static Term Run(DateOnly received, int months, List<Wait> waits)
    {
        var month = received.AddMonths(months);
        var unrolled = month;
        var counted = new List<Wait>();
        foreach (var wait in waits.TakeWhile(wait => wait.From <= FinnishHolidays.NextWorkingDayOnOrAfter(unrolled)))
        {
            counted.Add(wait);
            unrolled = unrolled.AddDays(wait.Days);
        }

        return new Term(month, unrolled, FinnishHolidays.NextWorkingDayOnOrAfter(unrolled), counted);
    }

    /// <summary>The waits up to today in order, those that overlap or touch made one.</summary>
    private static List<Wait> Merge(IReadOnlyList<ClockPause> pauses, DateOnly received, DateOnly today)
    {
        var waits = new List<Wait>();
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            if (pause.To < pause.From)
                throw new ArgumentException("A pause ends before it begins.", nameof(pauses));
            if (pause.From > today || pause.To < received)
                continue;
            var wait = new Wait(
                pause.From < received ? received : pause.From,
                pause.To is { } to && to <= today ? to : today,
                IsRunning: pause.To is null || pause.To > today);
            if (waits.Count > 0 && wait.From <= waits[^1].To)
                waits[^1] = new(waits[^1].From, wait.To > waits[^1].To ? wait.To : waits[^1].To, waits[^1].IsRunning || wait.IsRunning);
            else
                waits.Add(wait);
        }

        return waits;
    }

    private readonly record struct Wait(DateOnly From, DateOnly To, bool IsRunning)
    {
        public int Days => To.DayNumber - From.DayNumber;
    }

    private sealed record Term(DateOnly Month, DateOnly Unrolled, DateOnly Deadline, IReadOnlyList<Wait> Waits);
}
