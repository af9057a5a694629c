using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.Admin.Staff;

/// <summary>The state of an account in a word and its colour.</summary>
public sealed record AccountLook(string Key, Meaning Meaning)
{
    public static AccountLook Of(DateOnly from, DateOnly? to, bool hasJoined, DateTime? lockedUntil, DateOnly today, DateTime now) =>
        to <= today ? new("Staff.Ended", Meaning.Neutral)
        : from > today ? new("Staff.NotYet", Meaning.Info)
        : !hasJoined ? new("Staff.Invited", Meaning.Info)
        : lockedUntil > now ? new("Staff.Locked", Meaning.Attention)
        : new("Staff.Active", Meaning.Good);
}
