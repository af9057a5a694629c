using CustomerRegister.PersonalData;

namespace CustomerRegister.Requests;

/// <summary>One category of data of which what was asked is refused, and the ground in law for just that.</summary>
public sealed record RefusedPart(DataCategory Category, DecisionGround Ground)
{
    /// <summary><c>Notes:RightsOfOthers;Orders:SupervisoryTask</c>; null for none.</summary>
    internal static string? Join(IReadOnlyList<RefusedPart> parts) => parts.Count == 0 ? null : string.Join(';', parts.Select(p => $"{p.Category}:{p.Ground}"));

    /// <summary>Reads what <see cref="Join"/> gave.</summary>
    /// <exception cref="ArgumentException">It is none of that form.</exception>
    public static IReadOnlyList<RefusedPart> Parse(string? text) => text is null ? []
        : [.. text.Split(';').Select(part => part.Split(':') is [var category, var ground]
            ? new RefusedPart(Enum.Parse<DataCategory>(category), Enum.Parse<DecisionGround>(ground))
            : throw new ArgumentException("A part is a category and a ground.", nameof(text)))];
}
