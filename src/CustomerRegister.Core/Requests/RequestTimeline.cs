namespace CustomerRegister.Requests;

/// <summary>What happened to a request, each in a word that pages put into sentences.</summary>
public enum TimelineStep
{
    Received,
    IdentityAsked,
    ProofCame,
    IdentityEstablished,
    EvidenceDestroyed,
    Extended,
    MessageFromPerson,
    MessageFromController,
    FileFromPerson,
    FileFromController,

    /// <summary>On paper, by phone, by mail or at the counter.</summary>
    MessageReceived,
    FileReceived,
    Withdrawn,
    Granted,
    GrantedPartly,
    Anonymised,
    Refused,
    NoData,
    Merged,
}

/// <param name="On">The day in Helsinki.</param>
/// <param name="At">In UTC, for what has a time of day.</param>
public sealed record TimelineEvent(TimelineStep Step, DateOnly On, DateTime? At, string? Detail = null);

/// <summary>The whole course of a request, oldest first, from what is stored: the same for the person, for the staff, and for the supervisory authority.</summary>
public static class RequestTimeline
{
    public static IReadOnlyList<TimelineEvent> Of(DataSubjectRequest request, IEnumerable<RequestMessage> messages, IEnumerable<AttachmentLine> files)
    {
        var events = new List<TimelineEvent> { new(TimelineStep.Received, request.ReceivedOn, null) };
        events.AddRange(request.Pauses.Select(p => new TimelineEvent(TimelineStep.IdentityAsked, p.From, null)));
        // What is closed while proof is waited for ends the wait too, though none came.
        var closed = request is { IsOpen: false, IdentityCheckedAt: null } && (request.WithdrawnAt ?? request.DecidedAt) is { } at ? HelsinkiTime.DayOf(at) : DateOnly.MaxValue;
        events.AddRange(request.Pauses.Where(p => p.To < closed).Select(p => new TimelineEvent(TimelineStep.ProofCame, p.To!.Value, null)));
        events.AddRange(messages.Select(m => m.CameOn is { } came ? new(TimelineStep.MessageReceived, came, null) : At(m.From == RequestSide.Person ? TimelineStep.MessageFromPerson : TimelineStep.MessageFromController, m.At)));
        foreach (var file in files)
        {
            events.Add(file.CameOn is { } came ? new(TimelineStep.FileReceived, came, null, file.Name) : At(file.From == RequestSide.Person ? TimelineStep.FileFromPerson : TimelineStep.FileFromController, file.AddedAt, file.Name));
            if (file.DestroyedAt is { } destroyed)
                events.Add(At(TimelineStep.EvidenceDestroyed, destroyed));
        }

        if (request.IdentityCheckedAt is { } established)
            events.Add(At(TimelineStep.IdentityEstablished, established));
        if (request.ExtendedAt is { } extended)
            events.Add(At(TimelineStep.Extended, extended));
        if (request.WithdrawnAt is { } withdrawn)
            events.Add(request.WithdrawnOn is { } day ? new(TimelineStep.Withdrawn, day, null) : At(TimelineStep.Withdrawn, withdrawn));
        if (request is { DecidedAt: { } decided, Decision: { } decision })
            events.Add(At(StepOf(decision), decided));
        if (request is { State: RequestState.Merged, DecidedAt: { } merged })
            events.Add(At(TimelineStep.Merged, merged));
        // What has no time of day comes first on its day: the letter before what was done about it.
        return [.. events.OrderBy(e => e.On).ThenBy(e => e.At ?? DateTime.MinValue).ThenBy(e => e.Step)];
    }

    private static TimelineStep StepOf(RequestDecision decision) => decision switch
    {
        RequestDecision.Grant => TimelineStep.Granted,
        RequestDecision.GrantPartly => TimelineStep.GrantedPartly,
        RequestDecision.Anonymise => TimelineStep.Anonymised,
        RequestDecision.Refuse => TimelineStep.Refused,
        RequestDecision.NoData => TimelineStep.NoData,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    private static TimelineEvent At(TimelineStep step, DateTime at, string? detail = null) => new(step, HelsinkiTime.DayOf(at), at, detail);
}
