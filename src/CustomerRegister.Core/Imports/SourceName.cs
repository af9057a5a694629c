namespace CustomerRegister.Imports;

/// <summary>
/// The name of the system or company that a file comes from. It is equal in files that belong together, for keys are compared within one source:
/// a row's key in the register is <c>source:key</c>.
/// </summary>
public static class SourceName
{
    public const int MaxLength = 60;

    /// <summary>The longest key of a row, so that with its source it fits where keys are stored.</summary>
    public const int MaxKeyLength = 100;

    public static bool IsValid(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxLength && !name.Contains(':') && !name.Any(char.IsControl);

    /// <summary>What a file's name says before its first hyphen: <c>northwind-orders.csv</c> comes from <c>northwind</c>.</summary>
    public static string FromFileName(string fileName)
    {
        // Some browsers send the whole path.
        var name = Path.GetFileNameWithoutExtension(fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..]);
        name = name.Split('-')[0].Replace(":", "", StringComparison.Ordinal).Trim();
        name = name.Length > MaxLength ? name[..MaxLength].TrimEnd() : name;
        return IsValid(name) ? name : "import";
    }

    public static string Key(string source, string key) => $"{source}:{key}";
}
