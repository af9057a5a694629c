using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.My.Requests;

internal static class RequestStateMeaning
{
    /// <summary>What a state means to the person who made the request: who is to act, and how it went.</summary>
    public static Meaning Meaning(this RequestState state) => state switch
    {
        RequestState.WaitingForIdentity => Shared.TagHelpers.Meaning.Attention,
        RequestState.Granted => Shared.TagHelpers.Meaning.Good,
        RequestState.Refused => Shared.TagHelpers.Meaning.Problem,
        RequestState.Withdrawn => Shared.TagHelpers.Meaning.Neutral,
        _ => Shared.TagHelpers.Meaning.Info,
    };
}
