using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct RequestId(Guid Value) : IEntityKey<RequestId>
{
    public static RequestId From(Guid value) => new(value);

    /// <summary>For paging in queries; the order is the database's.</summary>
    public int CompareTo(RequestId other) => Value.CompareTo(other.Value);
}

/// <summary>The rights of the data subject (GDPR Art. 15 to 18, 20, 21), and the complaint to the controller. What each does is said by its <see cref="Rights.Right"/>.</summary>
public enum RequestType
{
    Access,
    Rectification,
    Erasure,
    Restriction,
    Portability,
    Objection,
    Complaint,
}

public enum RequestState
{
    /// <summary>Taken in; the identity is not checked yet.</summary>
    Received,

    /// <summary>Proof of identity has been asked for: the clock stands still.</summary>
    WaitingForIdentity,

    /// <summary>The identity is established; a decision is to be made.</summary>
    InHand,

    Granted,
    Refused,
    Withdrawn,
}

public enum IdentityMethod
{
    /// <summary>The person was signed in to the portal when the request was filed.</summary>
    PortalSignIn,
    IdentityDocument,
    CallBack,
    KnownInPerson,
}

/// <summary>A request of a data subject, from receipt to decision, with its legal clock.</summary>
public sealed class DataSubjectRequest : IVersioned
{
    private readonly List<RequestPause> pauses = [];

    private DataSubjectRequest() { }

    public RequestId Id { get; private set; }
    public long Number { get; private set; }
    public CustomerId? CustomerId { get; private set; }
    public RequestType Type { get; private set; }
    public RequestState State { get; private set; }
    public Channel Channel { get; private set; }
    /// <summary>The day in Helsinki on which the request reached the controller; the time limit runs from it.</summary>
    public DateOnly ReceivedOn { get; private set; }
    /// <summary>The end of the time limit, as the clock last computed it: what lists are ordered by.</summary>
    public DateOnly DeadlineOn { get; private set; }
    public bool Extended { get; private set; }
    public DateTime? ExtendedAt { get; private set; }
    /// <summary>Why more time is needed, as the person is told (GDPR Art. 12(3)).</summary>
    public string? ExtensionReasons { get; private set; }
    public Language Language { get; private set; }
    /// <summary>The person's own words.</summary>
    public string? Message { get; private set; }
    public RequestSignature? Signature { get; private set; }
    public IdentityMethod? IdentityCheckedBy { get; private set; }
    public DateTime? IdentityCheckedAt { get; private set; }
    public RequestDecision? Decision { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    /// <summary>What the person is told with the decision; a refusal always has it (GDPR Art. 12(4)).</summary>
    public string? DecisionReasons { get; private set; }
    public DateTime? WithdrawnAt { get; private set; }
    public long Version { get; set; }

    public IReadOnlyList<RequestPause> Pauses => pauses;

    /// <summary>The states in which an answer is still owed.</summary>
    public static IReadOnlyList<RequestState> OpenStates { get; } = [RequestState.Received, RequestState.WaitingForIdentity, RequestState.InHand];

    public bool IsOpen => OpenStates.Contains(State);

    public static DataSubjectRequest File(RequestId id, long number, CustomerId customer, RequestType type, Channel channel, DateOnly receivedOn, Language language, string? message, RequestSignature? signature)
    {
        var request = new DataSubjectRequest
        {
            Id = id,
            Number = number,
            CustomerId = customer,
            Type = type,
            Channel = channel,
            ReceivedOn = receivedOn,
            Language = language,
            Message = string.IsNullOrWhiteSpace(message) ? null : message.Trim(),
            Signature = signature,
        };
        request.DeadlineOn = request.ReadClock(receivedOn).Deadline;
        return request;
    }

    public ClockReading ReadClock(DateOnly today) =>
        LegalClock.Compute(ReceivedOn, [.. pauses.Select(p => new ClockPause(p.From, p.To))], Extended, today);

    /// <summary>Proof of identity is asked for; the clock stops until it comes (GDPR Art. 12(6)).</summary>
    public void AskForIdentity(DateOnly today)
    {
        Require(State == RequestState.Received, "Identity is asked for before it is checked.");
        pauses.Add(RequestPause.Begin(Id, pauses.Count + 1, today));
        State = RequestState.WaitingForIdentity;
    }

    public void ConfirmIdentity(IdentityMethod method, DateTime now)
    {
        Require(State is RequestState.Received or RequestState.WaitingForIdentity, "The identity is established already.");
        var today = HelsinkiTime.DayOf(now);
        pauses.Find(p => p.To is null)?.End(today);
        (IdentityCheckedBy, IdentityCheckedAt, State) = (method, now, RequestState.InHand);
        DeadlineOn = ReadClock(today).Deadline;
    }

    /// <summary>Takes the two further months, once, and only while the first month lasts (GDPR Art. 12(3)).</summary>
    public void Extend(string reasons, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reasons);
        var today = HelsinkiTime.DayOf(now);
        Require(IsOpen, "Only a request that is not answered yet can be extended.");
        Require(ReadClock(today).MayExtend, "The limit is extended once, before the first deadline.");
        (Extended, ExtendedAt, ExtensionReasons) = (true, now, reasons.Trim());
        DeadlineOn = ReadClock(today).Deadline;
    }

    /// <summary>The person no longer wants an answer.</summary>
    public void Withdraw(DateTime now)
    {
        Require(IsOpen, "An answered request cannot be withdrawn.");
        pauses.Find(p => p.To is null)?.End(HelsinkiTime.DayOf(now));
        (State, WithdrawnAt) = (RequestState.Withdrawn, now);
    }

    public void Decide(RequestDecision decision, Guid by, string? reasons, DateTime now)
    {
        Require(State == RequestState.InHand, "A request is decided once, and only when the identity is established.");
        if (decision.IsRefusal())
            ArgumentException.ThrowIfNullOrWhiteSpace(reasons);
        State = decision == RequestDecision.Refuse ? RequestState.Refused : RequestState.Granted;
        (Decision, DecidedBy, DecisionReasons, DecidedAt) = (decision, by, string.IsNullOrWhiteSpace(reasons) ? null : reasons.Trim(), now);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}

/// <summary>An electronic signature: who signed which words, when and how they were signed in.</summary>
/// <param name="Name">As the person typed it.</param>
/// <param name="StatementHash">SHA-256, in hexadecimal, of the exact statement shown.</param>
public sealed record RequestSignature(string Name, DateTime At, string Method, string StatementHash);

/// <summary>A time during which proof of identity was waited for.</summary>
public sealed class RequestPause
{
    private RequestPause() { }

    public RequestId RequestId { get; private set; }
    public int Position { get; private set; }
    public DateOnly From { get; private set; }
    public DateOnly? To { get; private set; }

    internal static RequestPause Begin(RequestId request, int position, DateOnly from) => new() { RequestId = request, Position = position, From = from };

    internal void End(DateOnly to) => To = to;
}

internal sealed class DataSubjectRequestMapping : IEntityTypeConfiguration<DataSubjectRequest>
{
    public void Configure(EntityTypeBuilder<DataSubjectRequest> builder)
    {
        builder.Property(r => r.Message).HasMaxLength(4000);
        builder.Property(r => r.DecisionReasons).HasMaxLength(4000);
        builder.Property(r => r.ExtensionReasons).HasMaxLength(4000);
        builder.ComplexProperty(r => r.Signature, s =>
        {
            s.Property(x => x.Name).HasMaxLength(200);
            s.Property(x => x.Method).HasMaxLength(40);
            s.Property(x => x.StatementHash).HasMaxLength(64);
        });
        builder.Ignore(r => r.IsOpen);
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => new { r.CustomerId, r.Type, r.State });
        builder.HasIndex(r => new { r.State, r.DeadlineOn, r.Number });
        builder.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(r => r.Pauses).WithOne().HasForeignKey(p => p.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Anonymise, r => r.CustomerId);
        builder.Factual(DataCategory.Requests, r => r.Number, r => r.Type, r => r.State, r => r.Channel, r => r.ReceivedOn, r => r.DeadlineOn, r => r.Extended, r => r.ExtendedAt, r => r.Language, r => r.IdentityCheckedBy, r => r.IdentityCheckedAt, r => r.Decision, r => r.DecidedAt, r => r.WithdrawnAt);
        builder.Personal(DataCategory.Requests, r => r.Message, r => r.Signature, r => r.ExtensionReasons, r => r.DecisionReasons);
        builder.Portable(r => r.Type, r => r.ReceivedOn, r => r.Channel, r => r.Message);
        builder.MayNameOthers(r => r.ExtensionReasons, r => r.DecisionReasons);
        builder.Technical(r => r.Id, r => r.CustomerId, r => r.DecidedBy, r => r.Version);
    }
}

internal sealed class RequestPauseMapping : IEntityTypeConfiguration<RequestPause>
{
    public void Configure(EntityTypeBuilder<RequestPause> builder)
    {
        builder.HasKey(p => new { p.RequestId, p.Position });
        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Outlive, p => p.RequestId);
        builder.Factual(DataCategory.Requests, p => p.From, p => p.To);
        builder.Technical(p => p.RequestId, p => p.Position);
    }
}
