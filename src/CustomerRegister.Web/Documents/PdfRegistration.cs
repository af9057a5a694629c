namespace CustomerRegister.Web.Documents;

public static class PdfRegistration
{
    public static IServiceCollection AddPdfPrinting(this IServiceCollection services) => services.AddSingleton<PdfPrinter>();
}
