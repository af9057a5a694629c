using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace CustomerRegister.Data;

/// <summary>
/// Two columns compared with a place in the order of both, <c>("Name", "Number") &gt; (@name, @number)</c>: the first decides, and where it is the same, the second. An index over
/// both is entered right at the place; the same said with "or" reads all rows that share the first column. For use in queries only: EF Core has no words for it.
/// </summary>
internal static class RowValue
{
    public static bool IsAfter(string name, long number, string placeName, long placeNumber) => throw OnlyInQueries();

    public static bool IsAfter(DateOnly day, long number, DateOnly placeDay, long placeNumber) => throw OnlyInQueries();

    public static bool IsBefore(string name, long number, string placeName, long placeNumber) => throw OnlyInQueries();

    public static bool IsBefore(DateOnly day, long number, DateOnly placeDay, long placeNumber) => throw OnlyInQueries();

    /// <summary>Lets queries of the model use them.</summary>
    public static void CompareRowValues(this ModelBuilder builder)
    {
        foreach (var comparison in typeof(RowValue).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(bool)))
        {
            var sign = comparison.Name == nameof(IsAfter) ? ExpressionType.GreaterThan : ExpressionType.LessThan;
            builder.HasDbFunction(comparison).HasTranslation(values => new SqlBinaryExpression(sign, Row(values[0], values[1]), Row(values[2], values[3]), typeof(bool), BoolTypeMapping.Default));
        }
    }

    // A function without a name is what a row value looks like.
    private static SqlFunctionExpression Row(params SqlExpression[] values) => new("", values, nullable: false, argumentsPropagateNullability: [false, false], typeof(bool), BoolTypeMapping.Default);

    private static InvalidOperationException OnlyInQueries() => new("Row values are compared in the database only.");
}
