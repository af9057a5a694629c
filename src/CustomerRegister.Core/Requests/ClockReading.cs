namespace CustomerRegister.Requests;

/// <summary>
/// A time in which the clock stands because proof of identity was asked for: from the day it was asked to the day it came.
/// </summary>
/// <param name="From">The day of asking.</param>
/// <param name="To">The day the proof came; null while waiting. The clock stood <c>To - From</c> days.</param>
public readonly record struct ClockPause(DateOnly From, DateOnly? To);

/// <summary>What happened in one step of the computation.</summary>
public enum ClockStepKind
{
    /// <summary>The request came on <see cref="ClockStep.Day"/>.</summary>
    Received,

    /// <summary>One month later is <see cref="ClockStep.Day"/>.</summary>
    OneMonth,

    /// <summary>Extended: three months after receipt is <see cref="ClockStep.Day"/>.</summary>
    Extended,

    /// <summary>That month has no such day, so it is its last one, <see cref="ClockStep.Day"/>.</summary>
    ClampedToMonthEnd,

    /// <summary>From <see cref="ClockStep.Day"/> the clock stood for <see cref="ClockStep.Days"/> days.</summary>
    Paused,

    /// <summary><see cref="ClockStep.Day"/> is a Saturday, a Sunday or <see cref="ClockStep.Holiday"/>; the limit moves to the day after.</summary>
    RolledFrom,
}

/// <summary>One step of how a deadline came about, for a page to tell in words.</summary>
public sealed record ClockStep(ClockStepKind Kind, DateOnly Day, int Days = 0, FinnishHoliday? Holiday = null);

/// <summary>Where the clock of a request stands on a day.</summary>
/// <param name="Unrolled">The end of the time limit before it is moved to a working day.</param>
/// <param name="Deadline">The last day to answer. While the clock stands it moves a day each day.</param>
/// <param name="FirstDeadline">The last day of the month without extension; an extension must be told by then.</param>
/// <param name="PausedDays">Days that the clock has stood.</param>
/// <param name="IsPaused">Does the clock stand now?</param>
/// <param name="DaysLeft">Days from the day of reading to the deadline; 0 on the deadline, negative after it.</param>
/// <param name="MayExtend">Can the limit still be extended: not extended yet, and the first deadline not past?</param>
/// <param name="Steps">How the deadline came about, in order.</param>
public sealed record ClockReading(
    DateOnly Unrolled,
    DateOnly Deadline,
    DateOnly FirstDeadline,
    int PausedDays,
    bool IsPaused,
    int DaysLeft,
    bool MayExtend,
    IReadOnlyList<ClockStep> Steps)
{
    public bool IsOverdue => DaysLeft < 0;
}
