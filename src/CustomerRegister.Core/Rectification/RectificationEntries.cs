using CustomerRegister.Customers;

namespace CustomerRegister.Rectification;

/// <summary>The rules that every entry keeps, whoever writes it down.</summary>
internal static class RectificationEntries
{
    public static List<RefusedEntry> Check(IReadOnlyList<StoredDetail> details, IReadOnlyList<RectificationEntry> entries)
    {
        var refused = new List<RefusedEntry>();
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var proposed = WrittenText.Lines(entry.Proposed);
            if (Find(details, entry) is not { } detail)
                refused.Add(new(i, FileRectificationRefusal.DetailGone));
            else if (WrittenText.Lines(entry.Ground) is null)
                refused.Add(new(i, FileRectificationRefusal.GroundMissing));
            else if (proposed == detail.Value)
                refused.Add(new(i, FileRectificationRefusal.NothingNew));
            else if (!StoredDetails.CanBe(entry.Field, proposed))
                refused.Add(new(i, FileRectificationRefusal.CannotBe));
        }

        return refused;
    }

    /// <summary>The same with what is stored now: the form is not believed.</summary>
    public static List<RectificationEntry> Read(IReadOnlyList<StoredDetail> details, IReadOnlyList<RectificationEntry> entries) =>
        [.. entries.Select(e => e with { Current = Find(details, e)!.Value })];

    private static StoredDetail? Find(IReadOnlyList<StoredDetail> details, RectificationEntry entry) =>
        details.FirstOrDefault(d => d.Field == entry.Field && d.TargetId == entry.TargetId);
}
