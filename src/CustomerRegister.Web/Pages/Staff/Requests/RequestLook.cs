using CustomerRegister.Mail;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>The colour of a request's state, and of what follows from one.</summary>
public static class RequestLook
{
    /// <summary>What is said of a request's state: who is not in the register has been granted nothing, and what is granted in part is not granted.</summary>
    public static Enum Said(RequestState state, RequestDecision? decision) => decision is RequestDecision.NoData or RequestDecision.GrantPartly ? decision : state;

    public static Meaning Of(RequestState state) => state switch
    {
        RequestState.Received => Meaning.Attention,
        RequestState.InHand => Meaning.Info,
        RequestState.Granted => Meaning.Good,
        RequestState.Refused => Meaning.Problem,
        _ => Meaning.Neutral,
    };

    public static Meaning Of(RequestedErasureState state) => state switch
    {
        RequestedErasureState.Waiting => Meaning.Attention,
        RequestedErasureState.PartlyDone => Meaning.Info,
        RequestedErasureState.Done => Meaning.Good,
        _ => Meaning.Neutral,
    };

    public static Meaning Of(SignatureState state) => state switch
    {
        SignatureState.Unaltered => Meaning.Good,
        SignatureState.Altered => Meaning.Problem,
        _ => Meaning.Neutral,
    };

    public static Meaning Of(EmailState state) => state switch
    {
        EmailState.Sent => Meaning.Good,
        EmailState.GivenUp => Meaning.Problem,
        _ => Meaning.Info,
    };
}
