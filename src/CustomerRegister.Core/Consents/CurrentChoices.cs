using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <summary>What a customer has consented to and forbidden, as it stands now.</summary>
/// <param name="Consents">One for each purpose that asks consent, in their order.</param>
/// <param name="Bans">One for each kind, in their order.</param>
public sealed record Choices(IReadOnlyList<ConsentChoice> Consents, IReadOnlyList<BanChoice> Bans)
{
    /// <summary>All that the register's data is used for, also what asks no consent, in their order.</summary>
    public IReadOnlyList<Purpose> Purposes { get; init; } = [];

    /// <summary>The uses that have ended by the customer's objection (GDPR Art. 21(1)), in the order of the purposes; one that stands against all is there for each.</summary>
    public IReadOnlyList<ObjectionChoice> Objections { get; init; } = [];

    /// <summary>Whether any objection is in force, also one that reaches no use of today.</summary>
    public bool HasObjected { get; init; }
}

/// <param name="General">Whether it stands against all that rests on a legitimate interest.</param>
public sealed record ObjectionChoice(Purpose Purpose, ObjectionId Id, DateTime Since, bool General);

/// <param name="Given">Whether consent holds: to the words as they are today.</param>
/// <param name="Since">When it was last decided, in UTC; null when never.</param>
/// <param name="Channel">Where the last decision came from; null when there is none.</param>
public sealed record ConsentChoice(Purpose Purpose, bool Given, DateTime? Since, Channel? Channel = null)
{
    /// <summary>Whether consent was given to other words, and the customer has yet to say what they think of today's.</summary>
    public bool IsAskedAgain { get; init; }

    /// <summary>The decision that holds; null where there is none.</summary>
    public ConsentDecisionId? Decision { get; init; }
}

/// <param name="Since">When it was last decided, in UTC; null when never.</param>
/// <param name="Channel">Where the last decision came from; null when there is none.</param>
public sealed record BanChoice(BanKind Kind, bool Forbidden, DateTime? Since, Channel? Channel = null);

/// <summary>
/// Reads the newest decision for each purpose and kind: of decisions that are only added, it is the one that holds. The page or use case that shows
/// them to somebody logs the reading with the rest that it shows.
/// </summary>
public sealed class CurrentChoices(RegisterContext db)
{
    private const string PurposesName = "CustomerRegister:CurrentChoices.Purposes";
    private const string BansName = "CustomerRegister:CurrentChoices.Bans";
    private const string ObjectionsName = "CustomerRegister:CurrentChoices.Objections";

    public async Task<Choices> Run(CustomerId customer, CancellationToken ct)
    {
        var purposes = await db.Compiled(PurposesName, PurposesQuery)(db, customer).ToListAsync(ct);
        var bans = await db.Compiled(BansName, BansQuery)(db, customer).ToDictionaryAsync(b => b.Kind, cancellationToken: ct);
        var hasObjected = await db.Compiled(ObjectionsName, ObjectionsQuery)(db, customer, ct);
        return new Choices(
            [.. purposes.Where(p => p.Purpose.AsksConsent).Select(c => new ConsentChoice(
                c.Purpose, c.Newest is { Given: true } && c.Purpose.IsSaidBy(c.Newest.TextHash), c.Newest?.At, c.Newest?.Channel)
            {
                IsAskedAgain = c.Newest is { Given: true } && !c.Purpose.IsSaidBy(c.Newest.TextHash),
                Decision = c.Newest?.Id,
            })],
            [.. Enum.GetValues<BanKind>().Select(kind => bans.TryGetValue(kind, out var b) ? new BanChoice(kind, b.Forbidden, b.At, b.Channel) : new BanChoice(kind, false, null))])
        {
            Purposes = [.. purposes.Select(p => p.Purpose)],
            // Nearly nobody has any.
            Objections = hasObjected ? await Objections(customer, ct) : [],
            HasObjected = hasObjected,
        };
    }

    // What stands against one use alone before what stands against all.
    private async Task<IReadOnlyList<ObjectionChoice>> Objections(CustomerId customer, CancellationToken ct) =>
        [.. (await db.StandingObjections().AsNoTracking().Where(s => s.Objection.CustomerId == customer).ToListAsync(ct))
            .GroupBy(s => s.Purpose!.Id, (_, standing) => standing.OrderBy(s => s.Objection.PurposeId is null).ThenBy(s => s.Objection.Id.Value).First())
            .OrderBy(s => s.Purpose!.Position)
            .Select(s => new ObjectionChoice(s.Purpose!, s.Objection.Id, s.Objection.Since, s.Objection.PurposeId is null))];

    private static Func<RegisterContext, CustomerId, IAsyncEnumerable<NewestOfPurpose>> PurposesQuery() => EF.CompileAsyncQuery((RegisterContext db, CustomerId customer) =>
        db.Purposes.AsNoTracking().OrderBy(p => p.Position).Select(p => new NewestOfPurpose
        {
            Purpose = p,
            Newest = db.ConsentDecisions.Where(d => d.CustomerId == customer && d.PurposeId == p.Id)
                .OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Select(d => new Decided(d.Id, d.Given, d.At, d.Channel, d.TextHash)).FirstOrDefault(),
        }).TagWith(PlannedOnce.Mark));

    private static Func<RegisterContext, CustomerId, IAsyncEnumerable<Ban>> BansQuery() => EF.CompileAsyncQuery((RegisterContext db, CustomerId customer) =>
        db.Bans.AsNoTracking().Where(b => b.CustomerId == customer)
            .GroupBy(b => b.Kind).Select(g => g.OrderByDescending(b => b.At).ThenByDescending(b => b.Id).First()).TagWith(PlannedOnce.Mark));

    private static Func<RegisterContext, CustomerId, CancellationToken, Task<bool>> ObjectionsQuery() => EF.CompileAsyncQuery((RegisterContext db, CustomerId customer, CancellationToken ct) =>
        db.Objections.TagWith(PlannedOnce.Mark).Any(o => o.CustomerId == customer && o.EndedAt == null));

    private sealed class NewestOfPurpose
    {
        public required Purpose Purpose { get; init; }
        public Decided? Newest { get; init; }
    }

    private sealed record Decided(ConsentDecisionId Id, bool Given, DateTime At, Channel Channel, string TextHash);
}
