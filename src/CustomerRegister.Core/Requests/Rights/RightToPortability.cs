namespace CustomerRegister.Requests.Rights;

/// <summary>To take the data that one has given elsewhere (GDPR Art. 20; N34).</summary>
public sealed class RightToPortability : Right
{
    public override RequestType Type => RequestType.Portability;
}
