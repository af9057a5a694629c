using CustomerRegister.Consents;

namespace CustomerRegister.Requests;

/// <summary>How and on which day a word of the person came that staff write down, because it did not come through the portal or a link.</summary>
public sealed record CameBy(Channel Channel, DateOnly On)
{
    /// <summary>The ways of which staff can know: in the portal and by a link the person acts alone.</summary>
    public static IReadOnlyList<Channel> Channels { get; } = [.. Enum.GetValues<Channel>().Where(c => c is not (Channel.Portal or Channel.EmailLink))];

    /// <summary>Whether it can have come so about a request: after it, and not in the future.</summary>
    public bool IsPossible(DataSubjectRequest request, DateOnly today) => Channels.Contains(Channel) && On >= request.ReceivedOn && On <= today;
}
