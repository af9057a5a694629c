using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Web.Localization;

/// <summary>Three languages for texts, dates, numbers and validation messages.</summary>
public static class LocalizationRegistration
{
    public static IServiceCollection AddRegisterLocalization(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<TermNames>();
        services.AddSingleton<AuditNames>();
        services.AddSingleton<DataNames>();
        services.AddSingleton<IPostConfigureOptions<MvcOptions>, ValidationMessages>();
        services.AddMvcCore().AddDataAnnotationsLocalization(options =>
            options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(ValidationTexts)));
        return services;
    }

    public static IApplicationBuilder UseRegisterLocalization(this IApplicationBuilder app) => app.UseRequestLocalization(options =>
    {
        options.SupportedCultures = [.. RegisterCultures.All];
        options.SupportedUICultures = [.. RegisterCultures.All];
        options.SetDefaultCulture(RegisterCultures.Finnish.Name);
        options.RequestCultureProviders = [new RequestLanguage()];
    });
}
