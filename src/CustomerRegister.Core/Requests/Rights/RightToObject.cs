namespace CustomerRegister.Requests.Rights;

/// <summary>To object to a use of data that rests on a legitimate interest (GDPR Art. 21(1); N40). Direct marketing is forbidden at once by a ban, not here.</summary>
public sealed class RightToObject : Right
{
    public override RequestType Type => RequestType.Objection;
}
