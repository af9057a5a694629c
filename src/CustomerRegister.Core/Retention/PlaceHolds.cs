using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Staff;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <param name="Customers">One person, or many who concern one matter.</param>
/// <param name="Owner">The member of staff who answers for the holds.</param>
/// <param name="ReviewOn">When the owner weighs anew whether they are still needed.</param>
public sealed record PlaceHoldsCommand(IReadOnlyCollection<CustomerId> Customers, string? Reason, Guid Owner, DateOnly ReviewOn)
{
    /// <summary>The categories that are kept, of <see cref="LegalHold.Choosable"/>; none to keep all.</summary>
    public IReadOnlyCollection<DataCategory> Only { get; init; } = [];
}

public enum HoldRefusal
{
    NotFound,
    NobodyChosen,
    TooManyChosen,
    ReasonMissing,

    /// <summary>A category that is not kept without the rest.</summary>
    CategoryNotAlone,
    OwnerCannotHold,

    /// <summary>The review day is not ahead.</summary>
    ReviewNotAhead,

    /// <summary>More than two years ahead: a hold that nobody weighs keeps data for ever.</summary>
    ReviewTooFar,
    AlreadyLifted,
    ChangedMeanwhile,
}

/// <summary>Places legal holds: from then on nothing of these people, or of the chosen categories of their data, is destroyed, whatever is due or granted, until each hold is lifted.</summary>
public sealed class PlaceHolds(RegisterContext db, TimeProvider clock)
{
    /// <summary>How many people one command takes.</summary>
    public const int Most = 500;

    /// <summary>In years, from today to the review.</summary>
    public const int LongestToReview = 2;

    public async Task<Outcome<IReadOnlyList<LegalHold>, HoldRefusal>> Run(PlaceHoldsCommand command, Actor actor, CancellationToken ct)
    {
        if (actor is not { Kind: ActorKind.Staff, Id: { } by })
            throw new InvalidOperationException("A named member of staff places a hold.");
        var chosen = command.Customers.Distinct().ToList();
        if (chosen.Count == 0)
            return HoldRefusal.NobodyChosen;
        if (chosen.Count > Most)
            return HoldRefusal.TooManyChosen;
        if (string.IsNullOrWhiteSpace(command.Reason))
            return HoldRefusal.ReasonMissing;
        if (command.Only.Except(LegalHold.Choosable).Any())
            return HoldRefusal.CategoryNotAlone;
        if (RefusalOf(command.ReviewOn, clock.Today()) is { } refused)
            return refused;
        if (!await CanHold(db, command.Owner, clock.Today(), ct))
            return HoldRefusal.OwnerCannotHold;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever is being erased at this moment is gone, or stays.
        await db.HoldCustomers(chosen, ct);
        var here = await db.Customers.Where(c => chosen.Contains(c.Id)).OrderBy(c => c.Number).Select(c => c.Id).ToListAsync(ct);
        if (here.Count == 0)
            return HoldRefusal.NotFound;
        var number = await db.TakeNumber(NumberSeries.LegalHolds, ct, here.Count);
        List<LegalHold> holds = [.. here.Select((customer, i) =>
            LegalHold.Place(EntityKey.New<LegalHoldId>(clock), number + i, customer, command.Reason, command.Owner, command.ReviewOn, by, clock.Now(), command.Only))];
        foreach (var hold in holds)
        {
            db.Add(hold);
            db.Add(AuditEntry.Of(actor, AuditAction.HoldPlaced, clock, hold.CustomerId, hold.Id.Value));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return holds;
    }

    internal static HoldRefusal? RefusalOf(DateOnly reviewOn, DateOnly today) =>
        reviewOn <= today ? HoldRefusal.ReviewNotAhead
        : reviewOn > today.AddYears(LongestToReview) ? HoldRefusal.ReviewTooFar
        : null;

    internal static async Task<bool> CanHold(RegisterContext db, Guid owner, DateOnly today, CancellationToken ct) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == owner, ct) is { } account && account.IsActiveOn(today) && account.Holds(Permission.PlaceHolds);
}
