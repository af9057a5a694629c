using System.Text.Json;

namespace CustomerRegister.Merging;

/// <summary>What a merge did to rows that are no values: keys and fingerprints only.</summary>
/// <param name="Moved">By table, the keys of the rows that changed hands.</param>
/// <param name="Added">By table, the keys of the rows that the merge itself added.</param>
/// <param name="After">By table, the fingerprint of what the kept customer had afterwards: undoing compares it with what is there then.</param>
internal sealed record MergeTrace(
    IReadOnlyDictionary<string, IReadOnlyList<Guid>> Moved, IReadOnlyDictionary<string, IReadOnlyList<Guid>> Added, IReadOnlyDictionary<string, string> After)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static MergeTrace FromJson(string json) => JsonSerializer.Deserialize<MergeTrace>(json)!;
}
