using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>How much of a time limit is left, in days and in colour.</summary>
[HtmlTargetElement("deadline-tag", Attributes = "deadline,today", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DeadlineTagTagHelper(IStringLocalizer<SharedTexts> texts) : TagHelper
{
    // A week before the end there is still time to act.
    private const int DaysOfAttention = 7;

    /// <summary>The last day, in Helsinki.</summary>
    public DateOnly Deadline { get; set; }

    /// <summary>Today, in Helsinki.</summary>
    public DateOnly Today { get; set; }

    /// <summary>Whether the clock stands still, for instance while proof of identity is awaited.</summary>
    public bool Paused { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var daysLeft = Deadline.DayNumber - Today.DayNumber;
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ds-tag");
        output.Attributes.SetAttribute("data-color", MeaningOf(daysLeft).Colour());
        output.Content.SetContent(TextOf(daysLeft));
    }

    private Meaning MeaningOf(int daysLeft)
    {
        if (Paused)
            return Meaning.Neutral;
        return daysLeft switch
        {
            < 0 => Meaning.Problem,
            <= DaysOfAttention => Meaning.Attention,
            _ => Meaning.Info,
        };
    }

    private string TextOf(int daysLeft)
    {
        if (Paused)
            return texts["DeadlinePaused"];
        return daysLeft switch
        {
            -1 => texts["DeadlineOneDayLate"],
            < 0 => texts["DeadlineDaysLate", -daysLeft],
            0 => texts["DeadlineToday"],
            1 => texts["DeadlineOneDayLeft"],
            _ => texts["DeadlineDaysLeft", daysLeft],
        };
    }
}
