using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using CustomerRegister.Staff;

namespace CustomerRegister.Requests.Rights;

/// <summary>A request with the person who made it, as a right handles it.</summary>
/// <param name="Request">Tracked: the caller saves it.</param>
/// <param name="Person">As in the register; not tracked.</param>
public sealed record RequestInHand(DataSubjectRequest Request, Customer Person, Actor Actor)
{
    /// <summary>What is asked to be corrected, when the request is filed; null for every other request, and for words alone.</summary>
    public RectificationAsked? Rectification { get; init; }

    /// <summary>What the person is told, when the request is decided.</summary>
    public string? Reasons { get; init; }

    /// <summary>The grounds in law of what is refused, when the request is decided.</summary>
    public IReadOnlyList<DecisionGround> Grounds { get; init; } = [];

    /// <summary>What is refused, when the request is granted in part.</summary>
    public IReadOnlyList<RefusedPart> Parts { get; init; } = [];

    /// <summary>The uses that end, when an objection is granted; none for all that it is against.</summary>
    public IReadOnlyList<PurposeId> Purposes { get; init; } = [];
}

/// <summary>
/// One right of the data subject: what it means that a request of its type is filed, granted or refused. There is one subclass for each
/// <see cref="RequestType"/>, found by <see cref="AllRights"/>; the use cases <see cref="FileRequest"/> and <see cref="DecideRequest"/>
/// know no type. To give a right an effect, override a method here in the right's own class.
/// <para>
/// A method adds to, or changes in, the register context that its class takes in the constructor, and does not save: the use case saves what was added together with
/// the request's own change and its audit entry, or nothing. What needs an audit entry of its own adds one. A save that fails because somebody else
/// decided first undoes it all, so a method does nothing outside the database (mail goes to the outbox).
/// </para>
/// <para>It runs after all checks of the use case. What it cannot do, it refuses with a named <see cref="DecideRequestRefusal"/>, before it adds anything.</para>
/// </summary>
public abstract class Right
{
    public abstract RequestType Type { get; }

    /// <summary>What the decider must hold: most is weighed by the privacy officer.</summary>
    public virtual Permission DecidedWith => Permission.DecideRequests;

    /// <summary>The decisions that a request can have, in the order in which they are offered.</summary>
    public virtual IReadOnlyList<RequestDecision> Decisions { get; } = [RequestDecision.Grant, RequestDecision.GrantPartly, RequestDecision.Refuse];

    /// <summary>The grounds in law on which it can be refused, wholly or in part, once it is known who asks: those of every right, and its own.</summary>
    public IReadOnlyList<DecisionGround> Grounds => [DecisionGround.ManifestlyUnfounded, DecisionGround.Excessive, .. OwnGrounds];

    protected virtual IReadOnlyList<DecisionGround> OwnGrounds => [];

    /// <summary>Whether granting in part says which categories of data are refused, each on its ground.</summary>
    public bool RefusesByCategory => RefusableCategories.Count > 0;

    /// <summary>The categories of data of which it can be refused when the rest is granted; none where it is not granted category by category.</summary>
    public virtual IReadOnlyList<DataCategory> RefusableCategories => [];

    /// <summary>Whether granting in part says which uses of the data end.</summary>
    public virtual bool GrantsByPurpose => false;

    /// <summary>Whether granting writes what was asked item by item, so that without items there is nothing to grant, unless it is said that nothing needs to be written.</summary>
    public virtual bool GrantsByItems => false;

    /// <summary>Whether the person must say more than which right it is.</summary>
    public virtual bool NeedsMessage => false;

    /// <summary>Must the person be told more than the bare decision? What is carried out by hand is told in the reasons, so by default yes.</summary>
    public virtual bool NeedsReasons(RequestDecision decision) => true;

    /// <summary>The request has been taken in, and it is known that it is the person's (see <see cref="BeginRight"/>), such as an objection that restricts meanwhile.</summary>
    public virtual Task OnFiled(RequestInHand filed, CancellationToken ct) => Task.CompletedTask;

    /// <summary>A decision that waited for its confirmation is taken back: what the right keeps of it goes.</summary>
    public virtual Task OnReturned(DataSubjectRequest request, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The request is granted, wholly, in part or by anonymising. The request is still undecided while this runs.</summary>
    /// <returns>Null, or why it cannot be: then nothing is decided.</returns>
    public virtual Task<DecideRequestRefusal?> OnGranted(RequestInHand granted, RequestDecision decision, CancellationToken ct) => Task.FromResult<DecideRequestRefusal?>(null);

    /// <summary>The request is refused, such as a rectification whose refusal has a certificate.</summary>
    /// <returns>Null, or why it cannot be: then nothing is decided.</returns>
    public virtual Task<DecideRequestRefusal?> OnRefused(RequestInHand refused, CancellationToken ct) => Task.FromResult<DecideRequestRefusal?>(null);
}
