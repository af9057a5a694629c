namespace CustomerRegister.Requests.Rights;

/// <summary>To have data kept but not used (GDPR Art. 18; N39).</summary>
public sealed class RightToRestriction : Right
{
    public override RequestType Type => RequestType.Restriction;
}
