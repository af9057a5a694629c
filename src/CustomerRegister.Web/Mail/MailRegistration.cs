using CustomerRegister.Mail;
using CustomerRegister.Notices;

namespace CustomerRegister.Web.Mail;

public static class MailRegistration
{
    public static IServiceCollection AddRegisterMail(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Mail").Get<MailSettings>() ?? new MailSettings();
        services.AddSingleton(settings);
        services.AddSingleton(configuration.GetSection("Register").Get<ControllerDetails>() ?? new ControllerDetails());
        services.AddSingleton(new PublicAddress(new Uri(configuration["PublicUrl"] ?? "http://localhost:5080")));
        services.AddSingleton<EmailMessages>();
        if (settings.Transport == MailTransportKind.Smtp)
        {
            services.AddSingleton<IMailTransport, SmtpMailTransport>();
        }
        else
        {
            services.AddSingleton<FolderMailTransport>();
            services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<FolderMailTransport>());
        }

        return services;
    }
}
