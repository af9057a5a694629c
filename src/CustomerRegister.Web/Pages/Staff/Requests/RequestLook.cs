using CustomerRegister.Requests;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>The colour of a request's state.</summary>
public static class RequestLook
{
    public static Meaning Of(RequestState state) => state switch
    {
        RequestState.Received => Meaning.Attention,
        RequestState.InHand => Meaning.Info,
        RequestState.Granted => Meaning.Good,
        RequestState.Refused => Meaning.Problem,
        _ => Meaning.Neutral,
    };
}
