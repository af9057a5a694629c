using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;

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

    /// <summary>Proof of identity has been asked for. Whether the clock stands meanwhile, is said by <see cref="DataSubjectRequest.ClockStands"/>.</summary>
    WaitingForIdentity,

    /// <summary>The identity is established; a decision is to be made.</summary>
    InHand,

    Granted,
    Refused,
    Withdrawn,

    /// <summary>The person had asked the same before: it is answered with that one.</summary>
    Merged,
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
    /// <summary>Whether the clock stands, as it was last computed: proof of identity is waited for, and was asked for before the time limit had run out.</summary>
    public bool ClockStands { get; private set; }
    public bool Extended { get; private set; }
    public DateTime? ExtendedAt { get; private set; }
    /// <summary>Why more time is needed, as the person is told (GDPR Art. 12(3)).</summary>
    public string? ExtensionReasons { get; private set; }
    public Language Language { get; private set; }
    /// <summary>Whether somebody acts for the person, with a mandate among the files.</summary>
    public Representation? Representation { get; private set; }
    public string? RepresentativeName { get; private set; }
    /// <summary>The person's own words.</summary>
    public string? Message { get; private set; }
    public RequestSignature? Signature { get; private set; }
    /// <summary>Whether the signed letter is kept on paper.</summary>
    public bool LetterIsArchived { get; private set; }
    public IdentityMethod? IdentityCheckedBy { get; private set; }
    public DateTime? IdentityCheckedAt { get; private set; }
    /// <summary>The account that checked; null where the program's own arrangement did, as in a test.</summary>
    public Guid? IdentityCheckedByStaff { get; private set; }
    /// <summary>The account that takes care of it.</summary>
    public Guid? AssignedTo { get; private set; }
    /// <summary>By when the house wants it done, on or before the deadline.</summary>
    public DateOnly? TargetOn { get; private set; }
    /// <summary>Whether the person has written something that nobody of the staff has answered or noted yet.</summary>
    public bool HasNewMessage { get; private set; }
    /// <summary>Who asks, as they said it, while nobody has found out which customer they are; kept as it was written.</summary>
    public string? ApplicantName { get; private set; }
    public EmailAddress? ApplicantEmail { get; private set; }
    /// <summary>Whether they have shown that they read what is sent there; what staff wrote down from a letter nobody has.</summary>
    public bool ApplicantEmailVerified { get; private set; }
    /// <summary>Where they want their letters.</summary>
    public PostalAddress? ApplicantAddress { get; private set; }
    /// <summary>The request with which this one is answered.</summary>
    public RequestId? MergedInto { get; private set; }
    /// <summary>What one person has decided while a second has not confirmed it yet: told to nobody.</summary>
    public RequestDecision? ProposedDecision { get; private set; }
    public string? ProposedGrounds { get; private set; }
    public string? ProposedParts { get; private set; }
    public string? ProposedReasons { get; private set; }
    public Guid? ProposedBy { get; private set; }
    public DateTime? ProposedAt { get; private set; }
    public RequestDecision? Decision { get; private set; }
    /// <summary>Names of <see cref="DecisionGround"/>, separated by semicolons.</summary>
    public string? DecisionGrounds { get; private set; }
    /// <summary>What was refused of a request that was granted in part, as <see cref="RefusedPart"/> writes it.</summary>
    public string? DecisionParts { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    /// <summary>What the person is told with the decision; a refusal always has it (GDPR Art. 12(4)).</summary>
    public string? DecisionReasons { get; private set; }
    /// <summary>Why none of those who were found by the address or the name is the one who asked and got the answer that there is no data: for the controller, told to nobody.</summary>
    public string? NoDataReasons { get; private set; }
    public DateTime? WithdrawnAt { get; private set; }
    /// <summary>How the person's word came that they want no answer, where staff wrote it down.</summary>
    public Channel? WithdrawnBy { get; private set; }
    /// <summary>The day on which it came, where staff wrote it down.</summary>
    public DateOnly? WithdrawnOn { get; private set; }
    public long Version { get; set; }

    public IReadOnlyList<RequestPause> Pauses => pauses;

    /// <summary>The last time that proof of identity was waited for; null where it was never asked for.</summary>
    public RequestPause? LastPause => pauses.MaxBy(p => p.Position);

    /// <summary>The states in which an answer is still owed.</summary>
    public static IReadOnlyList<RequestState> OpenStates { get; } = [RequestState.Received, RequestState.WaitingForIdentity, RequestState.InHand];

    public bool IsOpen => OpenStates.Contains(State);

    /// <summary>
    /// Whether it may be somebody else's than the customer's with whom it was matched: it came from somebody who was not signed in, and the identity is not established. Nothing that came with it is
    /// the customer's to see, nor anything of the customer's for whoever asked; queries say it by <see cref="ProvedRequests"/>.
    /// </summary>
    public bool MayBeAnothers => CustomerId is not null && ProvedRequests.IsUnproved(ApplicantName, IdentityCheckedAt);

    /// <summary>The grounds in law of what was refused.</summary>
    public IReadOnlyList<DecisionGround> Grounds => Parse(DecisionGrounds);

    /// <summary>The categories of data of which it was refused, each with its ground.</summary>
    public IReadOnlyList<RefusedPart> Parts => RefusedPart.Parse(DecisionParts);

    /// <summary>The decision that waits for a second person; null where none does.</summary>
    public DecisionMade? Proposal => ProposedDecision is { } decision ? new(decision, Parse(ProposedGrounds), ProposedReasons) { Parts = RefusedPart.Parse(ProposedParts) } : null;

    public static DataSubjectRequest File(RequestId id, long number, CustomerId customer, RequestType type, Channel channel, DateOnly receivedOn, Language language, string? message, RequestSignature? signature, Representative? representative = null)
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
            Representation = representative?.As,
            RepresentativeName = representative?.Name.Trim(),
        };
        request.SetClock(receivedOn);
        return request;
    }

    /// <summary>A request from somebody who is not signed in: whose it is will be found out.</summary>
    public static DataSubjectRequest FileForVisitor(
        RequestId id, long number, Applicant applicant, RequestType type, DateOnly receivedOn, Language language, string? message, RequestSignature? signature, Representative? representative = null, Channel channel = Channel.Email)
    {
        var request = File(id, number, default, type, channel, receivedOn, language, message, signature, representative);
        (request.CustomerId, request.ApplicantName, request.ApplicantEmail, request.ApplicantEmailVerified, request.ApplicantAddress) =
            (null, applicant.Name.Trim(), applicant.Email, applicant.EmailIsVerified, applicant.Address);
        return request;
    }

    /// <summary>The signed letter was put into the archive.</summary>
    public void ArchiveLetter() => LetterIsArchived = true;

    /// <summary>The same had been asked for on an earlier day than was known: the time runs from that one.</summary>
    public void TakeReceiptBack(DateOnly on, DateOnly today)
    {
        Require(IsOpen && on < ReceivedOn, "Only the receipt of an open request is found to be earlier.");
        ReceivedOn = on;
        SetClock(today);
        if (TargetOn > DeadlineOn)
            TargetOn = DeadlineOn;
    }

    /// <summary>Somebody acts for the person in it, as was not known before.</summary>
    public void ActThrough(Representative representative) => (Representation, RepresentativeName) = (representative.As, representative.Name.Trim());

    /// <summary>It was found out which customer asks. That there is no data, as one person thought, waits for no confirmation any more.</summary>
    public void Match(CustomerId customer)
    {
        Require(IsOpen && CustomerId is null && ApplicantName is not null, "Only an open request of somebody unknown is matched.");
        ReturnProposal();
        CustomerId = customer;
    }

    /// <summary>It is not that customer's request after all.</summary>
    public void Unmatch()
    {
        Require(IsOpen && MayBeAnothers, "Only what is not established to be the customer's is parted from them.");
        ReturnProposal();
        CustomerId = null;
    }

    /// <summary>Nobody of that name and address is in the register, which is the answer.</summary>
    /// <param name="reasons">Why none of those who were found is the one who asks; null where nobody was.</param>
    public void FindNoData(Guid by, string? reasons, DateTime now)
    {
        Require(IsOpen && CustomerId is null && ApplicantName is not null, "Only of somebody unknown is there no data.");
        EndWaits(HelsinkiTime.DayOf(now));
        (State, Decision, NoDataReasons, DecidedBy, DecidedAt, HasNewMessage) = (RequestState.Granted, RequestDecision.NoData, reasons, by, now, false);
    }

    public void ForgetApplicant() => (ApplicantName, ApplicantEmail, ApplicantAddress, Message, Signature, RepresentativeName, DecisionReasons, NoDataReasons) = (null, null, null, null, null, null, null, null);

    /// <summary>
    /// Is answered for another, later one too. The time runs from this one's receipt, with its own waits; the house's own target is the earlier of the two, and never after the time.
    /// A decision that waits for its confirmation was made without knowing the other.
    /// </summary>
    public void TakeUp(DataSubjectRequest other, DateOnly today)
    {
        Require(IsOpen && other.IsOpen, "What is answered is not merged.");
        ReturnProposal();
        HasNewMessage |= other.HasNewMessage;
        AssignedTo ??= other.AssignedTo;
        // An address that stood in a letter may be misspelt: what came with this one is not shown there.
        if (other.ApplicantEmailVerified && !ApplicantEmailVerified)
            (ApplicantEmail, ApplicantEmailVerified, ApplicantName) = (other.ApplicantEmail, true, other.ApplicantName ?? ApplicantName);
        ApplicantAddress ??= other.ApplicantAddress;
        SetClock(today);
        var target = TargetOn is null || other.TargetOn < TargetOn ? other.TargetOn : TargetOn;
        TargetOn = target > DeadlineOn ? DeadlineOn : target;
    }

    /// <summary>The person had asked the same before.</summary>
    public void MergeInto(RequestId other, DateTime now)
    {
        Require(IsOpen, "What is answered is not merged.");
        ReturnProposal();
        (State, MergedInto, DecidedAt, HasNewMessage) = (RequestState.Merged, other, now, false);
    }

    /// <summary>Whether it can be decided so now: once the identity is established, or because it never was although proof was asked for (GDPR Art. 11(2), 12(2)), or nobody is found.</summary>
    public bool MayBeDecided(DecisionMade made) => made switch
    {
        { Decision: RequestDecision.NoData } => IsOpen && CustomerId is null,
        { IsOfBansAlone: true } => IsOpen && CustomerId is not null,
        { IsForWantOfIdentity: true } => IsOpen && State != RequestState.InHand && LastPause is not null,
        _ => State == RequestState.InHand,
    };

    /// <summary>Decides, but a second person is still to confirm it.</summary>
    public void Propose(DecisionMade made, Guid by, DateTime now)
    {
        Require(MayBeDecided(made) && ProposedBy is null, "One decision at a time waits for its confirmation.");
        (ProposedDecision, ProposedGrounds, ProposedParts, ProposedReasons, ProposedBy, ProposedAt) = (made.Decision, Join(made.Grounds), RefusedPart.Join(made.Parts), made.Reasons?.Trim(), by, now);
    }

    public void ReturnProposal() => (ProposedDecision, ProposedGrounds, ProposedParts, ProposedReasons, ProposedBy, ProposedAt) = (null, null, null, null, null, null);

    public ClockReading ReadClock(DateOnly today) =>
        LegalClock.Compute(ReceivedOn, [.. pauses.Select(p => new ClockPause(p.From, p.To))], Extended, today);

    /// <summary>In days from the receipt, or from proof that was not enough: asked later than that, it is hard to call it without undue delay (EDPB Guidelines 01/2022).</summary>
    public const int DaysToAskForIdentity = 7;

    /// <summary>Days since when proof of identity could have been asked for.</summary>
    public int DaysToAskSince(DateOnly today) => today.DayNumber - (LastPause?.To ?? ReceivedOn).DayNumber;

    /// <summary>Proof of identity is asked for; the clock stops until it comes (GDPR Art. 12(6)), unless the time limit has run out already.</summary>
    public void AskForIdentity(DateOnly today)
    {
        Require(State == RequestState.Received, "Identity is asked for before it is checked.");
        pauses.Add(RequestPause.Begin(Id, pauses.Count + 1, today));
        State = RequestState.WaitingForIdentity;
        SetClock(today);
    }

    /// <summary>Whether the proof that was asked for can have come on that day: not before it was asked for, nor later than is known already.</summary>
    public bool ProofMayHaveCome(DateOnly on, DateOnly today) => LastPause is { } asked && on >= asked.From && on <= (asked.To ?? today);

    /// <summary>The proof came: the clock goes on from that day, however long it takes until somebody looks at it.</summary>
    public void ReceiveProof(DateOnly on, DateOnly today)
    {
        Require(State is RequestState.Received or RequestState.WaitingForIdentity, "The identity is established already.");
        Require(ProofMayHaveCome(on, today), "Proof comes after it was asked for.");
        LastPause!.End(on);
        ReturnProposal();
        State = RequestState.Received;
        SetClock(today);
    }

    public void ConfirmIdentity(IdentityMethod method, Guid? by, DateTime now)
    {
        Require(State == RequestState.Received, "The identity is established once, and not while proof of it is waited for.");
        ReturnProposal();
        (IdentityCheckedBy, IdentityCheckedByStaff, IdentityCheckedAt, State) = (method, by, now, RequestState.InHand);
        SetClock(HelsinkiTime.DayOf(now));
    }

    /// <summary>Takes the two further months, once, and only while the first month lasts (GDPR Art. 12(3)).</summary>
    public void Extend(string reasons, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reasons);
        var today = HelsinkiTime.DayOf(now);
        Require(IsOpen, "Only a request that is not answered yet can be extended.");
        Require(ReadClock(today).MayExtend, "The limit is extended once, before the first deadline.");
        (Extended, ExtendedAt, ExtensionReasons) = (true, now, reasons.Trim());
        SetClock(today);
    }

    public void Assign(Guid? to, DateOnly? targetOn)
    {
        Require(IsOpen, "What is answered needs nobody.");
        (AssignedTo, TargetOn) = (to, targetOn);
    }

    /// <summary>Something was written: by the person, who waits for it to be read, or by the staff, who have read all before.</summary>
    public void NoteMessage(RequestSide from) => HasNewMessage = from == RequestSide.Person;

    /// <summary>The person no longer wants an answer.</summary>
    public void Withdraw(DateTime now, CameBy? came = null)
    {
        Require(IsOpen, "An answered request cannot be withdrawn.");
        EndWaits(HelsinkiTime.DayOf(now));
        (State, WithdrawnAt, WithdrawnBy, WithdrawnOn) = (RequestState.Withdrawn, now, came?.Channel, came?.On);
    }

    public void Decide(DecisionMade made, Guid by, DateTime now)
    {
        Require(MayBeDecided(made), "A request is decided once, and only when the identity is established, or because it is not.");
        if (made.Decision.IsRefusal())
            ArgumentException.ThrowIfNullOrWhiteSpace(made.Reasons);
        EndWaits(HelsinkiTime.DayOf(now));
        HasNewMessage = false;
        State = made.Decision == RequestDecision.Refuse ? RequestState.Refused : RequestState.Granted;
        (Decision, DecisionGrounds, DecisionParts, DecidedBy, DecidedAt) = (made.Decision, Join(made.Grounds), RefusedPart.Join(made.Parts), by, now);
        DecisionReasons = string.IsNullOrWhiteSpace(made.Reasons) ? null : made.Reasons.Trim();
    }

    private void SetClock(DateOnly today)
    {
        var clock = ReadClock(today);
        (DeadlineOn, ClockStands) = (clock.Deadline, clock.IsPaused);
    }

    /// <summary>Neither proof nor a second person's word is waited for any more.</summary>
    private void EndWaits(DateOnly today)
    {
        pauses.Find(p => p.To is null)?.End(today);
        ClockStands = false;
        ReturnProposal();
    }

    private static string? Join(IReadOnlyList<DecisionGround> grounds) => grounds.Count == 0 ? null : string.Join(';', grounds);

    private static IReadOnlyList<DecisionGround> Parse(string? grounds) => grounds is null ? [] : [.. grounds.Split(';').Select(Enum.Parse<DecisionGround>)];

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
