using CustomerRegister.Data;

namespace CustomerRegister.Consents;

/// <summary>The purposes of the uses that a ban ends, by the stable codes under which the log tells them and the people read of them.</summary>
public static class BanPurposes
{
    /// <summary>The code of the purpose of a use.</summary>
    public static string Of(BanKind use) => use switch
    {
        BanKind.DirectMarketing => "direct-marketing",
        BanKind.DistanceSelling => "distance-selling",
        BanKind.MarketResearch => "market-research",
        BanKind.OpinionPolls => "opinion-polls",
        BanKind.PublicationInLists => "publication-in-lists",
        BanKind.DisclosureForMarketing => "disclosure-for-marketing",
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, null),
    };

    /// <summary>The codes of all of them.</summary>
    internal static IReadOnlyList<string> Codes { get; } = [.. Enum.GetValues<BanKind>().Select(Of)];

    /// <summary>The use of which it is the purpose; null for all others.</summary>
    public static BanKind? BanOf(string code) => Enum.GetValues<BanKind>().Where(use => Of(use) == code).Select(use => (BanKind?)use).FirstOrDefault();

    /// <summary>The purposes themselves, in their order.</summary>
    internal static IQueryable<Purpose> Forbiddable(this RegisterContext db) => db.Purposes.Where(p => Codes.Contains(p.Code)).OrderBy(p => p.Position);
}
