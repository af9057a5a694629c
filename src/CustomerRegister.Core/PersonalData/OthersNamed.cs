using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CustomerRegister.PersonalData.Packages;

namespace CustomerRegister.PersonalData;

/// <summary>Where in a column others may be named, as its mapping class says: anywhere, in the rows of which another column says so, or in some values of the JSON that it holds.</summary>
internal sealed class OthersNamed
{
    internal const string Anywhere = "True";
    private const string InJson = "within ", InRows = "where ";

    // The masks of names are read by people, and so are the names around them.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly int? place;
    private readonly string? holds;
    private readonly string[]? keys;

    /// <param name="said">The annotation of the column.</param>
    /// <param name="columns">The keys of the columns of a row, in their order.</param>
    public OthersNamed(string said, IReadOnlyList<string> columns)
    {
        if (said.StartsWith(InJson, StringComparison.Ordinal))
            keys = said[InJson.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!said.StartsWith(InRows, StringComparison.Ordinal))
            return;
        var (column, value) = said[InRows.Length..].Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException("A column and what it holds.", nameof(said));
        (place, holds) = (Enumerable.Range(0, columns.Count).First(i => columns[i].Equals(column, StringComparison.OrdinalIgnoreCase)), value);
    }

    internal static string Where(string column, Enum holds) => $"{InRows}{column} {holds}";

    internal static string Within(IEnumerable<string> keys) => InJson + string.Join(' ', keys);

    public bool MayBeIn(object?[] row, int column) => row[column] is string && (place is not { } other || row[other]?.ToString() == holds);

    public string Mask(string text, OtherPeople others)
    {
        if (keys is null)
            return others.MaskIn(text);
        try
        {
            return JsonNode.Parse(text) is { } root && MaskIn(root, "", others) ? root.ToJsonString(Readable) : text;
        }
        catch (JsonException)
        {
            // What a former version stored in another form.
            return others.MaskIn(text);
        }
    }

    private bool MaskIn(JsonNode node, string path, OtherPeople others)
    {
        var masked = false;
        switch (node)
        {
            case JsonObject values:
                foreach (var (key, value) in values.ToList())
                    masked |= value is not null && MaskIn(value, path.Length == 0 ? key : $"{path}.{key}", others);
                break;
            case JsonArray items:
                foreach (var item in items.ToList())
                    masked |= item is not null && MaskIn(item, path, others);
                break;
            case JsonValue value when (keys!.Length == 0 || keys.Contains(path)) && value.TryGetValue<string>(out var text) && others.MaskIn(text) is var hidden && hidden != text:
                value.ReplaceWith(hidden);
                masked = true;
                break;
        }

        return masked;
    }
}
