using System.Text.RegularExpressions;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.PersonalData.Portability;

public readonly record struct BroughtRecordId(Guid Value) : IEntityKey<BroughtRecordId>
{
    public static BroughtRecordId From(Guid value) => new(value);
}

/// <summary>What a person has done with another controller.</summary>
public enum BroughtKind
{
    Consent,
    Request,
    PortalVisit,
    PageView,
}

/// <summary>
/// Something of a person's history with another controller, which came along in a portability package. It binds nobody here: a consent that was given to
/// somebody else is none for this register (GDPR Art. 4(11)). It is shown to the person, and goes along when they move on.
/// </summary>
public sealed class BroughtRecord
{
    private BroughtRecord() { }

    public BroughtRecordId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public BroughtKind Kind { get; private set; }
    /// <summary>The other controller's name.</summary>
    public string Controller { get; private set; } = "";
    /// <summary>A JSON object as it stood in the package.</summary>
    public string Values { get; private set; } = "";

    public static BroughtRecord Of(CustomerId customer, BroughtKind kind, string controller, string values, TimeProvider clock) => new()
    {
        Id = EntityKey.New<BroughtRecordId>(clock),
        CustomerId = customer,
        Kind = kind,
        Controller = controller,
        Values = values,
    };
}

/// <summary>The source keys of what a package brought: <c>source:import/reference</c>, so that the same reference may come from two packages.</summary>
internal static partial class BroughtKey
{
    /// <param name="reference">Null for the person.</param>
    public static string Of(string source, ImportId import, string? reference) =>
        SourceName.Key(source, reference is null ? $"{import.Value:N}" : $"{import.Value:N}/{reference}");

    /// <returns>Null for a key of another form.</returns>
    public static string? ReferenceIn(string? sourceKey) => sourceKey is not null && Form().Match(sourceKey) is { Success: true, Groups: [_, var reference] } ? reference.Value : null;

    [GeneratedRegex("^[^:]+:[0-9a-f]{32}/(.+)$", RegexOptions.Singleline)]
    private static partial Regex Form();
}

internal sealed class BroughtRecordMapping : IEntityTypeConfiguration<BroughtRecord>
{
    public void Configure(EntityTypeBuilder<BroughtRecord> builder)
    {
        builder.Property(b => b.Controller).HasMaxLength(PortabilityLimits.Name);
        builder.HasIndex(b => b.CustomerId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(b => b.CustomerId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.FormerDetails, RowErasure.Delete, b => b.CustomerId);
        builder.Personal(DataCategory.FormerDetails, b => b.Kind, b => b.Controller, b => b.Values);
        builder.NotPortable("It came from another controller, who has it.");
        builder.NamesNobodyElse("The person brought it along.");
        builder.Technical(b => b.Id, b => b.CustomerId);
    }
}
