using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Rectification;
using static CustomerRegister.Requests.LetterTexts;

namespace CustomerRegister.Requests;

/// <summary>The words of a letter, before it is sent.</summary>
public sealed record LetterText(string Title, IReadOnlyList<string> Paragraphs);

/// <summary>What a decision letter tells.</summary>
/// <param name="Days">A number that the decision's own sentence names: days to download, or to the erasure.</param>
public sealed record DecisionFacts(
    RequestType Type, long Number, DateOnly ReceivedOn, RequestDecision Decision, IReadOnlyList<DecisionGround> Grounds, string? Reasons, int Days)
{
    /// <summary>What is refused of a request that is granted in part.</summary>
    public IReadOnlyList<RefusedPart> Parts { get; init; } = [];

    /// <summary>The names of the uses that end, where an objection that names them, or is granted in part, is granted.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>The names of the uses that the person forbade, by bans that are in force whatever the decision.</summary>
    public IReadOnlyList<string> Bans { get; init; } = [];

    /// <summary>The names of the uses that the person forbade, and has allowed since.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Whether all uses that rest on a legitimate interest end, where an objection that names none is granted.</summary>
    public bool EndsAllUses { get; init; }

    /// <summary>What was decided of each thing that was asked to be corrected, in its order; none where it was asked in words alone.</summary>
    public IReadOnlyList<DecidedItem> Items { get; init; } = [];

    /// <summary>The certificate of what was not corrected (N37).</summary>
    public CertificateTold? Certificate { get; init; }
}

/// <param name="Number">Null while it has none, as in a preview.</param>
/// <param name="VerifyAt">The address at which anybody can see that it is unaltered.</param>
public sealed record CertificateTold(long? Number, string? Code, string? VerifyAt);

/// <summary>
/// Writes the letter that tells a decision, in the person's language: what was asked, what was decided, on which grounds of law, the reasons, and where to
/// complain (GDPR Art. 12(4), 13(2)(d); N38, N41). A pure function of the facts: the preview is the letter.
/// </summary>
public static class DecisionLetter
{
    public static LetterText Compose(DecisionFacts facts, ControllerDetails controller, Language language)
    {
        var paragraphs = new List<string>
        {
            In(language, "Asked", MailTexts.Day(facts.ReceivedOn, language), In(language, $"Type.{facts.Type}")),
            In(language, $"Decision.{facts.Decision}"),
        };
        if (!facts.Decision.IsRefusal() || facts.Decision == RequestDecision.GrantPartly)
        {
            if (Find(language, $"Next.{facts.Type}.{facts.Decision}", facts.Days) is { } next)
                paragraphs.Add(next);
        }

        if (facts.EndsAllUses)
            paragraphs.Add(In(language, "UsesAll"));
        if (facts.Uses.Count > 0)
            paragraphs.Add(In(language, "Uses") + "\n" + string.Join('\n', facts.Uses.Select(use => "– " + use)));
        if (facts.Bans.Count > 0)
            paragraphs.Add(In(language, "Bans") + "\n" + string.Join('\n', facts.Bans.Select(use => "– " + use)));
        if (facts.Allowed.Count > 0)
            paragraphs.Add(In(language, "Allowed") + "\n" + string.Join('\n', facts.Allowed.Select(use => "– " + use)));
        if (facts.Items.Count > 0)
            paragraphs.Add(In(language, "Items") + "\n" + string.Join('\n', facts.Items.Select((item, i) => $"{i + 1}. {Item(item, language)}")));
        else if (facts is { Type: RequestType.Rectification, Decision: RequestDecision.Grant or RequestDecision.GrantPartly })
            paragraphs.Add(In(language, "NothingToWrite"));
        // Each item that is refused has its own.
        if (facts.Grounds.Count > 0 && facts.Items.Count == 0)
            paragraphs.Add(In(language, "Grounds") + "\n" + string.Join('\n', facts.Grounds.Select(g => "– " + Ground(g, language))));
        if (facts.Parts.Count > 0)
            paragraphs.Add(In(language, "Parts") + "\n" + string.Join('\n', facts.Parts.Select(p => $"– {In(language, $"Category.{p.Category}")}: {Ground(p.Ground, language)}")));
        if (!string.IsNullOrWhiteSpace(facts.Reasons))
            paragraphs.Add(In(language, facts.Decision.IsRefusal() ? "Reasons" : "Told") + "\n" + facts.Reasons.Trim().ReplaceLineEndings("\n").Replace("\n\n", "\n", StringComparison.Ordinal));
        if (facts.Certificate is { } certificate)
            paragraphs.Add(certificate.Number is { } number ? In(language, "Certificate", number, certificate.VerifyAt!, certificate.Code!) : In(language, "CertificateToCome"));
        paragraphs.Add(Complaint(controller.Authority, language));
        paragraphs.Add(In(language, facts.Decision.IsRefusal() ? "CourtRefused" : "Court"));
        return new(In(language, "Title", facts.Number), paragraphs);
    }

    /// <summary>Where to complain.</summary>
    internal static string Complaint(SupervisoryAuthority authority, Language language) =>
        In(language, "Complain") + "\n" + In(language, "Authority") + "\n" + string.Join(", ", authority.PostalAddress, authority.Phone, authority.Email, authority.Website);

    /// <summary>A ground in words, with its article.</summary>
    public static string Ground(DecisionGround ground, Language language) => In(language, $"Ground.{ground}");

    /// <summary>The name of something that can be corrected.</summary>
    public static string Field(RectifiedField field, Language language) => In(language, $"Field.{field}");

    private static string Item(DecidedItem item, Language language)
    {
        var said = new List<string> { In(language, $"Item.{item.Decision}", Field(item.Field, language)) };
        if (item.Decision != RectificationDecision.Accept)
            said.Add(item.Proposed is null ? In(language, "ItemAskedAway") : In(language, "ItemAsked", Value(item.Proposed)));
        if (item.Decision != RectificationDecision.Refuse)
            said.Add(item.Written is null ? In(language, "ItemTakenAway") : In(language, "ItemWritten", Value(item.Written)));
        if (item.Ground is { } ground)
            said.Add(In(language, "ItemGround", Ground(ground, language)));
        return string.Join(' ', said);

        string Value(string value) => item.Field == RectifiedField.Language ? In(language, $"Language.{value}") : value;
    }

    /// <summary>The right as it stands inside a sentence.</summary>
    public static string Type(RequestType type, Language language) => In(language, $"Type.{type}");
}
