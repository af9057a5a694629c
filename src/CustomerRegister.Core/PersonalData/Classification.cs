using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.PersonalData;

/// <summary>What erasure does to a whole row of a person.</summary>
public enum RowErasure
{
    /// <summary>The row goes.</summary>
    Delete,

    /// <summary>The personal columns and the link to the person are cleared; the row lives on and leads to nobody.</summary>
    Anonymise,

    /// <summary>The row stays as it is: it holds ids and codes only, and once the person is gone they lead to nobody.</summary>
    Outlive,
}

/// <summary>What one column is.</summary>
public enum ColumnKind
{
    /// <summary>A value about the person: reported and erased.</summary>
    Personal,

    /// <summary>Reported with the person's row, but says nothing about anyone once the row is detached from the person.</summary>
    Factual,

    /// <summary>Made from personal columns of the same row, and made again from what erasure leaves of them: not reported.</summary>
    Derived,

    /// <summary>Erased like a personal value but never reported: a secret's hash, or a text with a link that signs in.</summary>
    Secret,

    /// <summary>Keys, links and counters of the program itself: neither reported nor, unless they lead to a person, erased.</summary>
    Technical,
}

/// <summary>
/// The words in which a mapping class classifies its table and columns. They are kept as model annotations, from which
/// <see cref="PersonalDataMap"/> is read. A table or column that says nothing fails a test.
/// </summary>
public static class Classification
{
    internal const string RowErasureKey = "Personal:RowErasure";
    internal const string RowCategoryKey = "Personal:RowCategory";
    internal const string OwnerKey = "Personal:Owner";
    internal const string NoneKey = "Personal:None";
    internal const string KindKey = "Personal:Kind";
    internal const string CategoryKey = "Personal:Category";
    internal const string MonthKey = "Personal:Month";
    internal const string AreaKey = "Personal:Area";
    internal const string NamesOthersKey = "Personal:MayNameOthers";
    internal const string NamesNobodyKey = "Personal:NamesNobodyElse";
    internal const string PortableKey = "Personal:Portable";
    internal const string NotPortableKey = "Personal:NotPortable";
    internal const string UnauditedKey = "Audit:None";

    /// <summary>The table has rows of customers.</summary>
    /// <param name="owner">The column that holds the customer's key, or the foreign key of a row that leads to one.</param>
    public static void HoldsPersonalData<T>(this EntityTypeBuilder<T> builder, DataCategory category, RowErasure erasure, Expression<Func<T, object?>> owner) where T : class
    {
        builder.HasAnnotation(RowCategoryKey, category.ToString());
        builder.HasAnnotation(RowErasureKey, erasure.ToString());
        builder.HasAnnotation(OwnerKey, NameOf(owner));
    }

    /// <summary>The table has no data of customers, and here is why.</summary>
    public static void HoldsNoCustomerData<T>(this EntityTypeBuilder<T> builder, string because) where T : class =>
        builder.HasAnnotation(NoneKey, because);

    /// <summary>Writes to the table need no audit entry, and here is why.</summary>
    public static void NeedsNoAudit<T>(this EntityTypeBuilder<T> builder, string because) where T : class =>
        builder.HasAnnotation(UnauditedKey, because);

    public static void Personal<T>(this EntityTypeBuilder<T> builder, DataCategory category, params Expression<Func<T, object?>>[] columns) where T : class =>
        Mark(builder, ColumnKind.Personal, category, columns);

    public static void Factual<T>(this EntityTypeBuilder<T> builder, DataCategory category, params Expression<Func<T, object?>>[] columns) where T : class =>
        Mark(builder, ColumnKind.Factual, category, columns);

    public static void Technical<T>(this EntityTypeBuilder<T> builder, params Expression<Func<T, object?>>[] columns) where T : class =>
        Mark(builder, ColumnKind.Technical, null, columns);

    public static void Derived<T>(this EntityTypeBuilder<T> builder, params Expression<Func<T, object?>>[] columns) where T : class =>
        Mark(builder, ColumnKind.Derived, null, columns);

    public static void Secret<T>(this EntityTypeBuilder<T> builder, params Expression<Func<T, object?>>[] columns) where T : class =>
        Mark(builder, ColumnKind.Secret, null, columns);

    /// <summary>Days of which anonymising the row leaves only the month.</summary>
    public static void CoarsenedToMonth<T>(this EntityTypeBuilder<T> builder, params Expression<Func<T, object?>>[] columns) where T : class
    {
        foreach (var name in columns.Select(NameOf))
            builder.Property(name).HasAnnotation(MonthKey, true);
    }

    /// <summary>A column that is filled when the row is anonymised: the postal area of an address that goes, as far as many people live there.</summary>
    public static void AreaOf<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, object?>> area, Expression<Func<T, object?>> address) where T : class =>
        builder.Property(NameOf(area)).HasAnnotation(AreaKey, NameOf(address));

    /// <summary>Words of the controller's staff about the person, in which others may be named: their names are masked in what the person gets (GDPR Art. 15(4)).</summary>
    public static void MayNameOthers<T>(this EntityTypeBuilder<T> builder, params Expression<Func<T, object?>>[] columns) where T : class =>
        Annotate(builder, NamesOthersKey, columns, OthersNamed.Anywhere);

    /// <summary>The same in the rows alone of which another column says so; in the others they are the person's own words, or a value.</summary>
    public static void MayNameOthersWhere<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, object?>> column, Enum holds, params Expression<Func<T, object?>>[] columns) where T : class =>
        Annotate(builder, NamesOthersKey, columns, OthersNamed.Where(NameOf(column), holds));

    /// <summary>The same of a column that holds JSON, in the values of the keys alone.</summary>
    /// <param name="keys">Each from the root, with points between; no keys mean every text.</param>
    public static void MayNameOthersWithin<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, object?>> column, params string[] keys) where T : class =>
        Annotate(builder, NamesOthersKey, [column], OthersNamed.Within(keys));

    /// <summary>The columns hold no words of staff, and here is what they hold; no column named means all of a table in which none may name others.</summary>
    public static void NamesNobodyElse<T>(this EntityTypeBuilder<T> builder, string because, params Expression<Func<T, object?>>[] columns) where T : class
    {
        if (columns.Length == 0)
            builder.HasAnnotation(NamesNobodyKey, because);
        Annotate(builder, NamesNobodyKey, columns);
    }

    /// <summary>The person gave it, or it came about by their own doing: it goes with them to another controller (GDPR Art. 20; WP 242). What the controller concluded does not.</summary>
    public static void Portable<T>(this EntityTypeBuilder<T> builder, params Expression<Func<T, object?>>[] columns) where T : class =>
        Annotate(builder, PortableKey, columns);

    /// <summary>The columns do not go along, and here is why; no column named means all of the table that are not said to be portable.</summary>
    public static void NotPortable<T>(this EntityTypeBuilder<T> builder, string because, params Expression<Func<T, object?>>[] columns) where T : class
    {
        if (columns.Length == 0)
            builder.HasAnnotation(NotPortableKey, because);
        Annotate(builder, NotPortableKey, columns);
    }

    private static void Annotate<T>(EntityTypeBuilder<T> builder, string key, Expression<Func<T, object?>>[] columns, string value = "True") where T : class
    {
        foreach (var name in columns.Select(NameOf))
        {
            foreach (var property in builder.Metadata.FindComplexProperty(name)?.ComplexType.GetProperties() ?? [builder.Metadata.FindProperty(name)!])
                property.SetAnnotation(key, value);
        }
    }

    private static void Mark<T>(EntityTypeBuilder<T> builder, ColumnKind kind, DataCategory? category, Expression<Func<T, object?>>[] columns) where T : class
    {
        foreach (var name in columns.Select(NameOf))
        {
            // A group of columns, such as a source with its date, is classified as one.
            var complex = builder.Metadata.FindComplexProperty(name);
            if (complex is null)
            {
                builder.Property(name).HasAnnotation(KindKey, kind.ToString()).HasAnnotation(CategoryKey, category?.ToString());
                continue;
            }

            foreach (var part in complex.ComplexType.GetProperties())
            {
                // The mark by which an optional group is told from an empty one is cleared with it, but says nothing.
                part.SetAnnotation(KindKey, (part.IsShadowProperty() ? ColumnKind.Derived : kind).ToString());
                part.SetAnnotation(CategoryKey, category?.ToString());
            }
        }
    }

    private static string NameOf<T>(Expression<Func<T, object?>> column)
    {
        var body = column.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column.Body;
        return body is MemberExpression member ? member.Member.Name : throw new ArgumentException($"{column} names no column.", nameof(column));
    }
}
