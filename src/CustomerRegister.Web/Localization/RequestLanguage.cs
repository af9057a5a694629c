using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Web.Localization;

/// <summary>The language of a request: the one chosen on the page, else the first of the browser's that the register speaks, else Finnish.</summary>
public sealed class RequestLanguage : RequestCultureProvider
{
    // Accept-Language comes from outside; nobody reads more languages than this.
    private const int MostLanguagesConsidered = 10;

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var request = httpContext.Request;
        var culture = RegisterCultures.ForTag(request.Cookies[LanguageCookie.Name])
            ?? FirstSpoken(request.Headers.AcceptLanguage)
            ?? RegisterCultures.Finnish;
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(culture.Name));
    }

    private static CultureInfo? FirstSpoken(StringValues header) =>
        StringWithQualityHeaderValue.TryParseList(header, out var languages)
            ? languages
                .Where(language => language.Quality is null or > 0)
                .OrderByDescending(language => language.Quality ?? 1)
                .Take(MostLanguagesConsidered)
                .Select(language => RegisterCultures.ForTag(language.Value))
                .FirstOrDefault(culture => culture is not null)
            : null;
}
