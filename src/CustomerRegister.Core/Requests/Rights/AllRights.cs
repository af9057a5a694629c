namespace CustomerRegister.Requests.Rights;

/// <summary>The rights of the data subject by the type of request: <c>rights[request.Type]</c>.</summary>
public sealed class AllRights(IEnumerable<Right> rights)
{
    private readonly Dictionary<RequestType, Right> byType = rights.ToDictionary(r => r.Type);

    public Right this[RequestType type] => byType[type];
}
