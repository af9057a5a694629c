using System.Collections.Frozen;
using System.Globalization;

namespace CustomerRegister.Customers;

/// <summary>
/// Tells which country a written name means, as an ISO 3166-1 alpha-2 code. Addresses keep the country as it was written
/// (<em>Saksa</em>, <em>Tyskland</em>, <em>Germany</em>, <em>DE</em>); telephone numbers and labels need to know which one it is.
/// Names are those of Unicode CLDR in Finnish, Swedish, English and the country's own language.
/// </summary>
public static class CountryCode
{
    public const string Finland = "FI";

    private static readonly Lazy<FrozenDictionary<string, string>> Codes = new(ReadNames);

    /// <summary>Gives the code, such as <c>DE</c>, or null if the text names no country we know.</summary>
    public static string? Of(string? written)
    {
        var folded = SearchText.Fold(written);
        return folded.Length > 0 && Codes.Value.TryGetValue(folded, out var code) ? code : null;
    }

    /// <summary>The country's name in that language; the code itself if there is no such country.</summary>
    public static string NameIn(string code, CultureInfo language)
    {
        try
        {
            // A region's own DisplayName is remembered in whatever language was asked first; the native name of the pair is not.
            return new RegionInfo($"{language.TwoLetterISOLanguageName}-{code}").NativeName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }

    private static FrozenDictionary<string, string> ReadNames()
    {
        var regions = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Where(culture => culture.LCID != CultureInfo.InvariantCulture.LCID)
            .Select(culture => new RegionInfo(culture.Name))
            .Where(region => region.TwoLetterISORegionName is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
            .ToList();
        var names = new Dictionary<string, string>();
        foreach (var region in regions)
        {
            names[SearchText.Fold(region.TwoLetterISORegionName)] = region.TwoLetterISORegionName;
            names[SearchText.Fold(region.ThreeLetterISORegionName)] = region.TwoLetterISORegionName;
        }

        foreach (var code in regions.Select(region => region.TwoLetterISORegionName).Distinct())
            foreach (var language in (string[])["fi", "sv", "en"])
                names.TryAdd(SearchText.Fold(NameIn(code, CultureInfo.GetCultureInfo(language))), code);
        foreach (var region in regions)
            names.TryAdd(SearchText.Fold(region.NativeName), region.TwoLetterISORegionName);

        // What people write beside the names of CLDR.
        foreach (var (name, code) in ((string, string)[])
                 [
                     ("UK", "GB"), ("Great Britain", "GB"), ("England", "GB"), ("Scotland", "GB"), ("Englanti", "GB"),
                     ("U.S.A.", "US"), ("United States of America", "US"), ("Amerikan yhdysvallat", "US"), ("Amerikas förenta stater", "US"),
                     ("Holland", "NL"), ("Hollanti", "NL"), ("The Netherlands", "NL"), ("Czech Republic", "CZ"),
                 ])
            names.TryAdd(SearchText.Fold(name), code);
        names.Remove("");
        return names.ToFrozenDictionary();
    }
}
