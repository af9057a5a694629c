using System.Collections.Concurrent;
using CustomerRegister.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CustomerRegister.PersonalData;

/// <summary>A column of a table with rows of customers.</summary>
/// <param name="Key">Stable name in exports: <c>address.street</c>; unique within the table.</param>
public sealed record PersonalColumn(IProperty Property, string Name, string Key, ColumnKind Kind, DataCategory Category)
{
    public bool IsReported => Kind is ColumnKind.Personal or ColumnKind.Factual;

    /// <summary>Where others may be named in it, as <see cref="OthersNamed"/> reads it; null where they are not.</summary>
    internal string? OthersNamed => (string?)Property.FindAnnotation(Classification.NamesOthersKey)?.Value;

    /// <summary>See <see cref="Classification.Portable{T}"/>.</summary>
    public bool IsPortable => IsReported && Property.FindAnnotation(Classification.PortableKey) is not null;

    /// <summary>Whether anonymising the row clears this column.</summary>
    public bool IsClearedWithRow => Kind is ColumnKind.Personal or ColumnKind.Secret or ColumnKind.Derived;
}

/// <summary>A table with rows of customers.</summary>
/// <param name="Key">Stable name in exports.</param>
/// <param name="Owner">The column that holds the customer's key or, where <paramref name="Parent"/> is set, that row's key.</param>
/// <param name="Parent">The table through which the row leads to a customer; null where it does directly.</param>
public sealed record PersonalTable(
    IEntityType EntityType, string Name, string Key, DataCategory Category, RowErasure Erasure, IProperty Owner, string OwnerColumn, PersonalTable? Parent, IReadOnlyList<PersonalColumn> Columns)
{
    public bool IsCustomer => EntityType.ClrType == typeof(Customer);

    public string KeyColumn => EntityType.FindPrimaryKey()!.Properties[0].GetColumnName();
}

/// <summary>
/// Where data of customers is, what each column is, and what erasure does to it. Read from the classifications in the
/// mapping classes, once per model; the access report, erasure, the notice and the record of processing all read it.
/// </summary>
public sealed class PersonalDataMap
{
    private static readonly ConcurrentDictionary<IModel, PersonalDataMap> Maps = new();

    private PersonalDataMap(IReadOnlyList<PersonalTable> tables) => Tables = tables;

    /// <summary>All tables with rows of customers; parents before the tables that lead through them.</summary>
    public IReadOnlyList<PersonalTable> Tables { get; }

    /// <summary>The stable name of a table.</summary>
    public string KeyOf<T>() => Tables.Single(t => t.EntityType.ClrType == typeof(T)).Key;

    public static PersonalDataMap Of(DbContext context) => Maps.GetOrAdd(context.Model, Read);

    /// <summary>What no mapping class has classified, in words for the developer; empty when the map is whole.</summary>
    public static IReadOnlyList<string> Unclassified(IModel model)
    {
        var findings = new List<string>();
        foreach (var type in model.GetEntityTypes())
        {
            // What is stored inside another row is classified with it, and the map reads only complex properties.
            if (type.FindOwnership() is { } ownership)
            {
                if (ownership.PrincipalEntityType.FindAnnotation(Classification.NoneKey) is null)
                    findings.Add($"{type.DisplayName()}: make it a complex property, so that its columns can be classified.");
                continue;
            }

            var holds = type.FindAnnotation(Classification.RowErasureKey) is not null;
            var none = type.FindAnnotation(Classification.NoneKey) is not null;
            if (holds == none)
                findings.Add($"{type.DisplayName()}: say HoldsPersonalData or HoldsNoCustomerData, one of them.");
            if (!holds)
                continue;
            findings.AddRange(UndecidedPortability(type));
            findings.AddRange(UndecidedNames(type));
            findings.AddRange(FlatProperties(type)
                .Where(p => p.Property.FindAnnotation(Classification.KindKey) is null)
                .Select(p => $"{type.DisplayName()}.{p.Key}: not classified."));
        }

        return findings;
    }

    /// <summary>Whether others may be named in a text: what nobody has thought of would tell their names (GDPR Art. 15(4)).</summary>
    private static IEnumerable<string> UndecidedNames(IEntityType type)
    {
        var texts = FlatProperties(type).Where(p => p.Property.ClrType == typeof(string) && p.Property.FindAnnotation(Classification.KindKey)?.Value is nameof(ColumnKind.Personal)).ToList();
        var none = type.FindAnnotation(Classification.NamesNobodyKey) is not null;
        foreach (var (property, key) in texts)
        {
            var (some, nobody) = (property.FindAnnotation(Classification.NamesOthersKey) is not null, property.FindAnnotation(Classification.NamesNobodyKey) is not null);
            if (some && nobody)
                yield return $"{type.DisplayName()}.{key}: names others and nobody else.";
            else if (!some && !nobody && (!none || texts.Exists(p => p.Property.FindAnnotation(Classification.NamesOthersKey) is not null)))
                yield return $"{type.DisplayName()}.{key}: say MayNameOthers or NamesNobodyElse.";
        }
    }

    /// <summary>What is reported goes along to another controller or does not: somebody has to say which.</summary>
    private static IEnumerable<string> UndecidedPortability(IEntityType type)
    {
        var reported = FlatProperties(type).Where(p => p.Property.FindAnnotation(Classification.KindKey)?.Value is nameof(ColumnKind.Personal) or nameof(ColumnKind.Factual)).ToList();
        var nothing = type.FindAnnotation(Classification.NotPortableKey) is not null;
        foreach (var (property, key) in reported)
        {
            var (goes, stays) = (property.FindAnnotation(Classification.PortableKey) is not null, property.FindAnnotation(Classification.NotPortableKey) is not null);
            if (goes && stays)
                yield return $"{type.DisplayName()}.{key}: portable and not portable.";
            else if (!goes && !stays && (!nothing || reported.Exists(p => p.Property.FindAnnotation(Classification.PortableKey) is not null)))
                yield return $"{type.DisplayName()}.{key}: say Portable or NotPortable.";
        }
    }

    private static PersonalDataMap Read(IModel model)
    {
        var read = new Dictionary<IEntityType, PersonalTable>();
        foreach (var type in model.GetEntityTypes().Where(t => t.FindAnnotation(Classification.RowErasureKey) is not null))
            Table(type, read);
        return new([.. read.Values]);
    }

    private static PersonalTable Table(IEntityType type, Dictionary<IEntityType, PersonalTable> read)
    {
        if (read.TryGetValue(type, out var known))
            return known;
        var owner = type.FindProperty((string)type.GetAnnotation(Classification.OwnerKey).Value!)!;
        var direct = Nullable.GetUnderlyingType(owner.ClrType) is { } inner ? inner == typeof(CustomerId) : owner.ClrType == typeof(CustomerId);
        var parent = direct ? null : Table(owner.GetContainingForeignKeys().Single().PrincipalEntityType, read);
        var category = Enum.Parse<DataCategory>((string)type.GetAnnotation(Classification.RowCategoryKey).Value!);
        var table = new PersonalTable(
            type,
            type.GetTableName()!,
            CamelCase(type.ClrType.Name),
            category,
            Enum.Parse<RowErasure>((string)type.GetAnnotation(Classification.RowErasureKey).Value!),
            owner,
            owner.GetColumnName(),
            parent,
            [.. FlatProperties(type).Select(p => Column(p.Property, p.Key, category))]);
        read.Add(type, table);
        return table;
    }

    private static PersonalColumn Column(IProperty property, string key, DataCategory ofRow)
    {
        var kind = property.FindAnnotation(Classification.KindKey)?.Value is string k ? Enum.Parse<ColumnKind>(k) : ColumnKind.Personal;
        var category = property.FindAnnotation(Classification.CategoryKey)?.Value is string c ? Enum.Parse<DataCategory>(c) : ofRow;
        // Of a part of a complex property, GetColumnName() gives the name without its prefix.
        return new(property, property.GetTableColumnMappings().Single().Column.Name, key, kind, category);
    }

    // In the order in which the class declares them, which is the order in which a reader looks for them; the model's own is that of the alphabet.
    private static IEnumerable<(IProperty Property, string Key)> FlatProperties(ITypeBase type, string prefix = "") =>
        type.GetProperties().Concat<IPropertyBase>(type.GetComplexProperties())
            .OrderBy(p => p.PropertyInfo?.MetadataToken ?? int.MaxValue)
            .SelectMany(p => p is IComplexProperty complex
                ? FlatProperties(complex.ComplexType, $"{prefix}{CamelCase(p.Name)}.")
                : [((IProperty)p, prefix + CamelCase(p.Name))]);

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
