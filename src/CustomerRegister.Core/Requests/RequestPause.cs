namespace CustomerRegister.Requests;

/// <summary>A time during which proof of identity was waited for.</summary>
public sealed class RequestPause
{
    private RequestPause() { }

    public RequestId RequestId { get; private set; }
    public int Position { get; private set; }
    public DateOnly From { get; private set; }
    public DateOnly? To { get; private set; }

    internal static RequestPause Begin(RequestId request, int position, DateOnly from) => new() { RequestId = request, Position = position, From = from };

    internal void End(DateOnly to) => To = to;
}
