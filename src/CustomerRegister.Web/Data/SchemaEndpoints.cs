using CustomerRegister.PersonalData.Portability;

namespace CustomerRegister.Web.Data;

public static class SchemaEndpoints
{
    private const string ContentType = "application/schema+json";

    /// <summary>The published schema of portability packages, for everybody who reads or writes one.</summary>
    public static void MapPublishedSchemas(this IEndpointRouteBuilder endpoints)
    {
        var schema = PortabilityPackage.Schema();
        endpoints.MapGet(PortabilityPackage.SchemaPath, () => Results.Bytes(schema, ContentType)).AllowAnonymous();
    }
}
