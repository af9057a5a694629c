namespace CustomerRegister.Requests;

/// <summary>How a request was decided. Which of them a request can have is said by its <see cref="Rights.Right"/>.</summary>
public enum RequestDecision
{
    Grant,

    /// <summary>Some of what was asked, and the rest refused: told with the reasons and the remedies of a refusal.</summary>
    GrantPartly,

    /// <summary>The data is not destroyed but made such that it leads to nobody: what was ordered lives on as a statistic (N42).</summary>
    Anonymise,

    Refuse,

    /// <summary>Nothing is held about the person who asks: that is the answer. Found by <see cref="AnswerNoData"/>, not chosen among a right's decisions.</summary>
    NoData,
}

public static class RequestDecisions
{
    /// <summary>Whether something that was asked is not done: the person is told why and where to complain (GDPR Art. 12(4)).</summary>
    public static bool IsRefusal(this RequestDecision decision) => decision is RequestDecision.Refuse or RequestDecision.GrantPartly;
}
