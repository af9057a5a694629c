using System.Text.Encodings.Web;
using System.Text.Unicode;
using CustomerRegister.Web.Pages.Rectification;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.WebEncoders;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>Razor Pages and what their layout needs.</summary>
public static class PagesRegistration
{
    public static IMvcBuilder AddRegisterPages(this IServiceCollection services)
    {
        services.AddTransient<AreaNavigation>();
        services.AddScoped<FormFields>();
        services.AddTransient<DetailNames>();
        services.ConfigureOptions<WritableText>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "antiforgery";
            // Strict would not be sent with a link followed from a mail; the new cookie would then void every form already open.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            options.Cookie.Name = DoneMessage.Cookie;
            options.Cookie.IsEssential = true;
        });
        // Letters of every language as they are, not as entities.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        // Messages are the server's, in the reader's language; nothing reads data-val attributes.
        return services.AddRazorPages().AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false);
    }
}
