using System.Text.Json;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Imports;

public readonly record struct SavedMappingId(Guid Value) : IEntityKey<SavedMappingId>
{
    public static SavedMappingId From(Guid value) => new(value);
}

/// <summary>Which column goes where in files of one form, under a name, so that the next such file needs no choosing.</summary>
public sealed class SavedMapping : IVersioned
{
    public const int NameLength = 60;

    private SavedMapping() { }

    public SavedMappingId Id { get; private set; }
    public ImportKind Kind { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>Headings by field, a JSON object.</summary>
    public string Columns { get; private set; } = "";
    public Guid? SavedBy { get; private set; }
    public DateTime SavedAt { get; private set; }
    public long Version { get; set; }

    public static SavedMapping Of(SavedMappingId id, ImportKind kind, string name) => new() { Id = id, Kind = kind, Name = name.Trim() };

    public void Remember(ImportMapping mapping, Guid? by, DateTime now) =>
        (Columns, SavedBy, SavedAt) = (JsonSerializer.Serialize(mapping.Columns.ToDictionary(c => c.Key.ToString(), c => c.Value)), by, now);

    /// <summary>What of it fits a file with this header. A field that no longer exists is left out.</summary>
    public ImportMapping For(IReadOnlyList<string> header) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(Columns)!
        .Where(c => Enum.TryParse<ImportField>(c.Key, out _) && header.Contains(c.Value, StringComparer.OrdinalIgnoreCase))
        .ToDictionary(c => Enum.Parse<ImportField>(c.Key), c => c.Value));
}

internal sealed class SavedMappingMapping : IEntityTypeConfiguration<SavedMapping>
{
    public void Configure(EntityTypeBuilder<SavedMapping> builder)
    {
        builder.Property(m => m.Name).HasMaxLength(SavedMapping.NameLength);
        builder.HasIndex(m => new { m.Kind, m.Name }).IsUnique();
        builder.HoldsNoCustomerData("Headings of columns, kept because somebody asked for it.");
    }
}
