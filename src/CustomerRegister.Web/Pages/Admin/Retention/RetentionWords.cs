using System.Globalization;
using CustomerRegister.Retention;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Admin.Retention;

/// <summary>Grounds, periods and states of retention as the reader's language says them.</summary>
public static class RetentionWords
{
    /// <summary>Invoice 50001 is kept under the Accounting Act until 31 December 2032.</summary>
    public static string Words(this IStringLocalizer<AdminTexts> texts, Ground ground)
    {
        var number = ground.Reference?.ToString(CultureInfo.InvariantCulture) ?? "";
        // The ground names the first day on which it keeps nothing; people are told the last on which it keeps.
        if (ground is { Kind: GroundKind.Restriction, Reference: 0 })
            return texts["Ground.RestrictionAlone"];
        return ground.ReviewOn is { } review ? texts[$"Ground.{ground.Kind}.Review", number, review.Day()]
            : ground.Until is { } until
            ? texts[$"Ground.{ground.Kind}.Until", number, until.AddDays(-1).Day()]
            : texts[$"Ground.{ground.Kind}", number];
    }

    /// <summary>2 h 3 min 4 s, without the parts that are nothing.</summary>
    public static string Words(this IStringLocalizer<AdminTexts> texts, TimeSpan duration) =>
        duration.TotalHours >= 1 ? texts["Retention.Hours", (int)duration.TotalHours, duration.Minutes]
        : duration.TotalMinutes >= 1 ? texts["Retention.Minutes", duration.Minutes, duration.Seconds]
        : texts["Retention.Seconds", Math.Max(1, (int)Math.Ceiling(duration.TotalSeconds))];

    /// <summary>What happens to a person of a run, or what has happened.</summary>
    public static string Words(this IStringLocalizer<AdminTexts> texts, TermNames terms, RunOutcome outcome, bool isDone) => (outcome, isDone) switch
    {
        (RunOutcome.Erased, true) => texts["Retention.ErasedDone"],
        (RunOutcome.Kept, true) => texts["Retention.KeptDone"],
        _ => terms[outcome],
    };

    public static Meaning MeaningOf(RetentionRunState state) => state switch
    {
        RetentionRunState.Prepared or RetentionRunState.Paused => Meaning.Attention,
        RetentionRunState.Approved or RetentionRunState.Running or RetentionRunState.Preparing => Meaning.Info,
        RetentionRunState.Finished => Meaning.Good,
        _ => Meaning.Neutral,
    };
}
