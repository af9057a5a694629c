namespace CustomerRegister.Merging;

/// <param name="UndoDays">For how many days after the day of a merge it can be undone, and its memory is kept.</param>
public sealed record MergeRules(int UndoDays)
{
    public static MergeRules Usual { get; } = new(30);
}
