using CustomerRegister.Documents;

namespace CustomerRegister.Web.Documents;

public static class DocumentsRegistration
{
    public static IServiceCollection AddRegisterDocuments(this IServiceCollection services) =>
        services.AddScoped<IDocumentRenderer, RazorDocuments>().AddScoped<NoticeSnapshot>();
}
