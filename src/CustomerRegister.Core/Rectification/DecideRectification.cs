using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <param name="Decision">Null where nothing was chosen.</param>
/// <param name="Written">What is written instead of the proposal; counts where it is changed.</param>
public sealed record ItemDecision(RectificationItemId Item, RectificationDecision? Decision, string? Written, string? Reasons)
{
    /// <summary>The ground in law on which it is refused.</summary>
    public DecisionGround? Ground { get; init; }
}

/// <param name="Words">What the person is told beside the items; may be empty.</param>
public sealed record DecideRectificationCommand(RequestId Request, IReadOnlyList<ItemDecision> Items, string? Words);

public enum DecideRectificationRefusal
{
    RequestNotFound,
    NotPermitted,
    IdentityNotEstablished,
    AlreadyDecided,
    /// <summary>Another's decision waits for its confirmation.</summary>
    AwaitsConfirmation,
    PersonGone,
    ItemUndecided,
    /// <summary>A refusal without reasons is none; nor is a change of what was proposed (N37; GDPR Art. 12(4)).</summary>
    ItemReasonsMissing,
    /// <summary>What is refused is refused on a ground in law, one of those of this right.</summary>
    ItemGroundMissing,
    /// <summary>The value cannot stand in its field.</summary>
    ItemCannotBe,
    /// <summary>What an item points at is no longer there, or has been changed meanwhile: look again.</summary>
    DetailGone,
    /// <summary>The address is protected, and whoever decides may not see it.</summary>
    AddressProtected,
}

/// <param name="Item">The item that is to blame; null where it is the whole.</param>
public sealed record RectificationOutcome(DecideRectificationRefusal? Refusal, RectificationItemId? Item)
{
    /// <summary>Whether the decision counts only when a second person has confirmed it.</summary>
    public bool AwaitsConfirmation { get; init; }

    /// <summary>The letter as it would go out, where that was asked for.</summary>
    public LetterText? Letter { get; init; }
}

/// <summary>Decides each item of a request for correction, and with them the request: what is accepted is written, what is refused gets a certificate (N35, N37).</summary>
public sealed class DecideRectification(RegisterContext db, DecideRequest decide, CarryOutDecision carryOut, AllRights rights)
{
    public async Task<RectificationOutcome> Run(DecideRectificationCommand command, Actor actor, CancellationToken ct)
    {
        var (refused, request, made) = await Propose(command, ct);
        if (refused is not null)
            return refused;
        var outcome = await decide.Run(new(request!.Id, made!.Decision, made.Reasons) { Grounds = made.Grounds }, actor, ct);
        // Nothing of what was refused may be saved with anything else.
        if (!outcome.Succeeded)
            db.ChangeTracker.Clear();
        return new(outcome.Refusal switch
        {
            null => null,
            DecideRequestRefusal.NotPermitted => DecideRectificationRefusal.NotPermitted,
            DecideRequestRefusal.IdentityNotEstablished => DecideRectificationRefusal.IdentityNotEstablished,
            DecideRequestRefusal.PersonGone => DecideRectificationRefusal.PersonGone,
            DecideRequestRefusal.DetailGone => DecideRectificationRefusal.DetailGone,
            DecideRequestRefusal.AddressProtected => DecideRectificationRefusal.AddressProtected,
            DecideRequestRefusal.AwaitsConfirmation => DecideRectificationRefusal.AwaitsConfirmation,
            _ => DecideRectificationRefusal.AlreadyDecided,
        }, null)
        { AwaitsConfirmation = outcome is { Succeeded: true, Value.IsOpen: true } };
    }

    /// <summary>The letter that such a decision would send; nothing is decided.</summary>
    public async Task<RectificationOutcome> Preview(DecideRectificationCommand command, Actor actor, CancellationToken ct)
    {
        var (refused, request, made) = await Propose(command, ct);
        if (refused is not null)
            return refused;
        var letter = await carryOut.Letter(request!, made!, ct);
        if (await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request!.CustomerId, ct) is { } person && person.IsAddressHiddenFrom(actor))
            letter = letter with { Paragraphs = [.. letter.Paragraphs.Select(p => DecidedItems.WithoutAddress(p, db.RectificationItems.Local))] };
        db.ChangeTracker.Clear();
        return new(null, null) { Letter = letter };
    }

    /// <returns>Why it cannot be, with the item that is to blame; or what is decided, of items that are tracked with it.</returns>
    private async Task<(RectificationOutcome? Refused, DataSubjectRequest? Request, DecisionMade? Made)> Propose(DecideRectificationCommand command, CancellationToken ct)
    {
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Request && r.Type == RequestType.Rectification, ct);
        var items = request is null ? [] : await db.RectificationItems.Where(i => i.RequestId == command.Request).OrderBy(i => i.Position).ToListAsync(ct);
        if (items.Count == 0)
            return (new(DecideRectificationRefusal.RequestNotFound, null), null, null);
        foreach (var item in items)
        {
            if (Refusal(item, command.Items.FirstOrDefault(d => d.Item == item.Id)) is { } refusal)
                return (new(refusal, item.Id), null, null);
        }

        foreach (var item in items)
        {
            var decided = command.Items.First(d => d.Item == item.Id);
            item.Propose(decided.Decision!.Value, decided.Written, decided.Ground, decided.Reasons);
        }

        return (null, request, new(Whole(items), [.. items.Select(i => i.Draft!.Ground).OfType<DecisionGround>().Distinct().Order()], Told(items, command.Words, request!.Language)));
    }

    private DecideRectificationRefusal? Refusal(RectificationItem item, ItemDecision? decided) => decided?.Decision switch
    {
        null => DecideRectificationRefusal.ItemUndecided,
        RectificationDecision.Accept => StoredDetails.CanBe(item.Field, item.ProposedValue) ? null : DecideRectificationRefusal.ItemCannotBe,
        _ when string.IsNullOrWhiteSpace(decided!.Reasons) => DecideRectificationRefusal.ItemReasonsMissing,
        RectificationDecision.Refuse => decided.Ground is { } ground && rights[RequestType.Rectification].Grounds.Contains(ground) ? null : DecideRectificationRefusal.ItemGroundMissing,
        RectificationDecision.Change => StoredDetails.CanBe(item.Field, WrittenText.Lines(decided.Written)) ? null : DecideRectificationRefusal.ItemCannotBe,
        _ => null,
    };

    private static RequestDecision Whole(List<RectificationItem> items) =>
        items.TrueForAll(i => i.Draft!.Decision == RectificationDecision.Refuse) ? RequestDecision.Refuse
        : items.TrueForAll(i => i.Draft!.Decision != RectificationDecision.Refuse) ? RequestDecision.Grant
        : RequestDecision.GrantPartly;

    // The reasons of an item stand by its number in the letter, which tells it with them.
    private static string? Told(List<RectificationItem> items, string? words, Language language)
    {
        var told = string.Join('\n', items.Select((item, i) => item.Draft!.Reasons is { } reasons ? $"{i + 1}. {DecisionLetter.Field(item.Field, language)}: {reasons}" : null).Prepend(WrittenText.Lines(words)).OfType<string>());
        return told.Length == 0 ? null : told;
    }
}
