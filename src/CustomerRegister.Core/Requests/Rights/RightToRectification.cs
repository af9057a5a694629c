namespace CustomerRegister.Requests.Rights;

/// <summary>To have wrong data corrected and missing data completed (GDPR Art. 16; N35). What is wrong, and on which ground, can be told by the person only.</summary>
public sealed class RightToRectification : Right
{
    public override RequestType Type => RequestType.Rectification;

    public override bool NeedsMessage => true;
}
