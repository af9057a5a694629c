using CustomerRegister.Requests;
using CustomerRegister.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>How a deadline came about, in words.</summary>
public sealed class ClockWords(IStringLocalizer<RequestsTexts> texts, TermNames terms)
{
    public string Of(ClockStep step) => step.Kind switch
    {
        ClockStepKind.Received => texts["Clock.Received", step.Day.Day()],
        ClockStepKind.OneMonth => texts["Clock.OneMonth", step.Day.Day()],
        ClockStepKind.Extended => texts["Clock.Extended", step.Day.Day()],
        ClockStepKind.ClampedToMonthEnd => texts["Clock.Clamped", step.Day.Day()],
        ClockStepKind.Paused when step.Days == 1 => texts["Clock.PausedOneDay", step.Day.Day()],
        ClockStepKind.Paused => texts["Clock.Paused", step.Day.Day(), step.Days],
        ClockStepKind.RolledFrom => texts["Clock.Rolled", step.Day.Day(), step.Holiday is { } holiday ? terms[holiday]
            : step.Day.DayOfWeek == DayOfWeek.Sunday ? texts["Clock.Sunday"].Value : texts["Clock.Saturday"].Value],
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, null),
    };
}
