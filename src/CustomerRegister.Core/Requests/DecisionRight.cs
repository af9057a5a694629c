using CustomerRegister.Staff;

namespace CustomerRegister.Requests;

/// <summary>Who may decide which request: customer service answers what a person may simply see; all else is weighed by the privacy officer.</summary>
public static class DecisionRight
{
    public static Permission Needed(RequestType type) => type == RequestType.Access ? Permission.HandleRequests : Permission.DecideRequests;
}
