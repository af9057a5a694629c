using CustomerRegister.Disclosures;
using CustomerRegister.Mail;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.Staff.Disclosures;

/// <summary>How a notice that is open stands: the name of its text, and its colour.</summary>
public static class NoticeLook
{
    public static (string Text, Meaning Meaning) Of(ListedNotice listed, DateTime now) => listed switch
    {
        { Notice.IsOpen: false } => ("Over", Meaning.Good),
        { Mail: EmailState.GivenUp } => ("NotDelivered", Meaning.Problem),
        _ when listed.Notice.IsOverdue(now) => ("Overdue", Meaning.Problem),
        { Mail: EmailState.Waiting } => ("Waiting", Meaning.Neutral),
        _ => ("Sent", Meaning.Attention),
    };
}
