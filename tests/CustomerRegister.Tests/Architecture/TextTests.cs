using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Nobody meets a text that is missing in their language.</summary>
public partial class TextTests
{
    private static readonly string _src = Path.Combine(Repository.Root, "src");

    public static TheoryData<string> Families() => [.. Directory
        .EnumerateFiles(_src, "*.resx", SearchOption.AllDirectories)
        .Where(IsSource)
        .Select(path => Path.GetRelativePath(_src, path))
        .Select(path => LanguageSuffix().Replace(path, ""))
        .Distinct().Order()];

    [Fact]
    public void There_are_texts() => Assert.True(Families().Count > 1);

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_text_stands_in_all_three_languages(string family)
    {
        var finnish = Texts(family, "");
        Assert.Empty(finnish.Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key));
        foreach (var language in new[] { ".sv", ".en" })
        {
            var other = Texts(family, language);
            Assert.Equal(finnish.Keys.Order(), other.Keys.Order());
            Assert.Empty(other.Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Key));
            Assert.Empty(finnish.Keys.Where(key => !Placeholders(finnish[key]).SetEquals(Placeholders(other[key])))
                .Select(key => $"{key}: {finnish[key]} / {other[key]}"));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_text_can_be_filled_in(string family)
    {
        foreach (var language in new[] { "", ".sv", ".en" })
        {
            foreach (var (key, text) in Texts(family, language))
            {
                // A stray brace would throw only when the page is shown.
                if (Placeholders(text).Count > 0)
                    Assert.Null(Record.Exception(() => string.Format(CultureInfo.InvariantCulture, text, [.. Enumerable.Repeat<object>(1, 10)])));
                Assert.False(text != text.Trim(), $"{family}{language} {key} begins or ends with a space");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_has_its_marker_class_beside_it(string family) =>
        Assert.True(File.Exists(Path.Combine(_src, family + ".cs")), $"{family}.cs is missing: without it the texts have no name");

    [Fact]
    public void Every_key_that_a_page_names_exists()
    {
        var missing = new List<string>();
        var pages = Path.Combine(_src, "CustomerRegister.Web", "Pages");
        foreach (var path in Directory.EnumerateFiles(pages, "*.cs*", SearchOption.AllDirectories).Where(IsSource))
        {
            var source = File.ReadAllText(path);
            foreach (Match match in NamedKey().Matches(source))
            {
                var family = match.Groups["localizer"].Value == "S" ? Path.Combine(pages, "Shared", "SharedTexts") : FamilyOf(path, source, pages);
                if (!Texts(Path.GetRelativePath(_src, family), "").ContainsKey(match.Groups["key"].Value))
                    missing.Add($"{Path.GetRelativePath(_src, path)}: {match.Value}]");
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void Terms_name_every_value_of_the_enums_they_speak_of_and_nothing_else()
    {
        var values = new[] { typeof(CustomerRegister.Language).Assembly, typeof(Program).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsEnum)
            .ToLookup(type => type.Name, Enum.GetNames);
        var keys = Texts(Path.Combine("CustomerRegister.Web", "Localization", "TermTexts"), "").Keys.ToHashSet();
        var spokenOf = keys.Select(key => key.Split('.')[0]).Distinct().ToList();

        var unknown = spokenOf.Where(name => !values.Contains(name));
        Assert.Empty(unknown);
        Assert.Equal(spokenOf.SelectMany(name => values[name].SelectMany(names => names).Select(value => $"{name}.{value}")).Distinct().Order(), keys.Order());
    }

    // A page takes its folder's texts; a class the ones it asks for.
    private static string FamilyOf(string path, string source, string pages)
    {
        var asked = AskedFor().Match(source);
        if (asked.Success)
            return Directory.EnumerateFiles(_src, asked.Groups["marker"].Value + ".cs", SearchOption.AllDirectories).First()[..^3];
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > pages.Length; folder = Path.GetDirectoryName(folder)!)
        {
            var family = Path.Combine(folder, Path.GetFileName(folder) + "Texts");
            if (File.Exists(family + ".resx"))
                return family;
        }

        return Path.Combine(pages, "PublicTexts");
    }

    private static Dictionary<string, string> Texts(string family, string language)
    {
        var path = Path.Combine(_src, family + language + ".resx");
        Assert.True(File.Exists(path), $"{family}{language}.resx is missing");
        return XDocument.Load(path).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
    }

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Groups["number"].Value)];

    private static bool IsSource(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin" or "node_modules");

    [GeneratedRegex(@"(\.sv|\.en)?\.resx$")]
    private static partial Regex LanguageSuffix();

    [GeneratedRegex(@"\{(?<number>\d+)(:[^}]*)?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""\b(?<localizer>T|S|[tT]exts)\["(?<key>[\w.]+)"(?=[\],])""")]
    private static partial Regex NamedKey();

    [GeneratedRegex(@"IStringLocalizer<(?<marker>\w+Texts)>")]
    private static partial Regex AskedFor();
}
