using System.Collections.Frozen;

namespace CustomerRegister.Imports;

public enum MappingFault
{
    /// <summary>No column is named for a field that every row must have.</summary>
    RequiredFieldUnmapped,

    /// <summary>The file has no column of that name.</summary>
    ColumnMissing,

    /// <summary>This kind of file has no such field.</summary>
    FieldOfOtherKind,
}

/// <summary>Which column of a file goes to which field: by the column's heading, so that the next file of the same form needs no new one.</summary>
/// <param name="Columns">Field to heading. A heading is compared in any case.</param>
public sealed record ImportMapping(IReadOnlyDictionary<ImportField, string> Columns)
{
    public static ImportMapping None { get; } = new(new Dictionary<ImportField, string>());

    /// <summary>Guesses by the headings; a column is given to one field at most.</summary>
    public static ImportMapping Guess(ImportKind kind, IReadOnlyList<string> header)
    {
        var free = header.Where(h => h.Length > 0).ToDictionary(h => h, ImportFields.Compared);
        var columns = new Dictionary<ImportField, string>();
        foreach (var rule in ImportFields.Of(kind))
        {
            var heading = rule.Headings.Select(known => free.FirstOrDefault(f => f.Value == known).Key).FirstOrDefault(found => found is not null);
            if (heading is null)
                continue;
            columns.Add(rule.Field, heading);
            free.Remove(heading);
        }

        return new(columns);
    }

    /// <summary>The kind whose required fields the headings have, and most others too; null if they fit none. Updates look like customers, so they are never guessed.</summary>
    public static ImportKind? GuessKind(IReadOnlyList<string> header) => Enum.GetValues<ImportKind>().Where(kind => kind is not (ImportKind.Updates or ImportKind.Portability))
        .Select(kind => (Kind: kind, Mapping: Guess(kind, header)))
        .Where(guess => guess.Mapping.Faults(guess.Kind, header).Count == 0)
        .OrderByDescending(guess => guess.Mapping.Columns.Count)
        .Select(guess => (ImportKind?)guess.Kind)
        .FirstOrDefault();

    /// <summary>The same mapping with a field moved to another column.</summary>
    public ImportMapping With(ImportField field, string heading) =>
        new(Columns.Where(c => c.Key != field && !c.Value.Equals(heading, StringComparison.OrdinalIgnoreCase)).Append(new(field, heading)).ToDictionary());

    /// <summary>What must be mended before a file with this header can be imported; empty if nothing.</summary>
    public IReadOnlyList<(ImportField Field, MappingFault Fault)> Faults(ImportKind kind, IReadOnlyList<string> header)
    {
        var rules = ImportFields.Of(kind);
        var faults = new List<(ImportField, MappingFault)>();
        faults.AddRange(Columns.Keys.Where(field => rules.All(r => r.Field != field)).Select(field => (field, MappingFault.FieldOfOtherKind)));
        faults.AddRange(Columns.Where(c => !header.Contains(c.Value, StringComparer.OrdinalIgnoreCase)).Select(c => (c.Key, MappingFault.ColumnMissing)));
        faults.AddRange(rules.Where(r => r.IsRequired && !Columns.ContainsKey(r.Field)).Select(r => (r.Field, MappingFault.RequiredFieldUnmapped)));
        // A person has a name, in one column or in two.
        if (kind == ImportKind.Customers && !Columns.ContainsKey(ImportField.ContactName) && !Columns.ContainsKey(ImportField.LastName))
            faults.Add((ImportField.ContactName, MappingFault.RequiredFieldUnmapped));
        // Somebody must be found by something.
        if (kind == ImportKind.Updates && !Columns.Keys.Any(FindsSomebody.Contains))
            faults.Add((ImportField.CustomerNumber, MappingFault.RequiredFieldUnmapped));
        return faults;
    }

    private static readonly ImportField[] FindsSomebody = [ImportField.CustomerNumber, ImportField.CustomerKey, ImportField.OldStreet, ImportField.Email, ImportField.Phone, ImportField.Mobile];

    /// <summary>The mapping that gives a file with this header these positions; what is beyond it is left out.</summary>
    public static ImportMapping At(IReadOnlyDictionary<ImportField, int> positions, IReadOnlyList<string> header) =>
        new(positions.Where(p => p.Value < header.Count).ToDictionary(p => p.Key, p => header[p.Value]));

    /// <summary>Field to position in the row, from zero.</summary>
    internal IReadOnlyDictionary<ImportField, int> Positions(IReadOnlyList<string> header) =>
        Columns.ToFrozenDictionary(c => c.Key, c => header.Select((heading, i) => (heading, i)).First(h => h.heading.Equals(c.Value, StringComparison.OrdinalIgnoreCase)).i);
}
