using CustomerRegister.Data;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <summary>What was decided of one thing that was asked to be corrected, as the person is told.</summary>
/// <param name="Proposed">What the person asked for; null where it should be nothing.</param>
/// <param name="Written">What the register holds now; null where it was refused, or where the value was taken away.</param>
/// <param name="Ground">The ground in law on which it was refused.</param>
public sealed record DecidedItem(RectifiedField Field, RectificationDecision Decision, string? Proposed, string? Written, DecisionGround? Ground);

internal static class DecidedItems
{
    /// <summary>Of a request whose items are decided, or proposed and tracked: in their order, without the names of others in what the staff wrote.</summary>
    internal static async Task<IReadOnlyList<DecidedItem>> Of(RegisterContext db, DataSubjectRequest request, CancellationToken ct)
    {
        if (request.Type != RequestType.Rectification)
            return [];
        var items = await db.RectificationItems.Where(i => i.RequestId == request.Id).OrderBy(i => i.Position).ToListAsync(ct);
        var others = items.Exists(i => i.Field == RectifiedField.Note) && await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == request.CustomerId, ct) is { } person
            ? await OtherPeople.Than(person, db, ct, request.Language) : null;
        return [.. items.Select(i => i.Draft is { } draft ? Told(i, draft.Decision, draft.Written, draft.Ground) : i.Decision is { } made ? Told(i, made, i.WrittenValue, i.RefusalGround) : null).OfType<DecidedItem>()];

        DecidedItem Told(RectificationItem item, RectificationDecision decision, string? written, DecisionGround? ground) =>
            new(item.Field, decision, item.ProposedValue, decision == RectificationDecision.Change && others is not null ? others.MaskIn(item.Field, written) : written, ground);
    }

    /// <summary>The same text for those who may not see where the person lives.</summary>
    /// <param name="items">Those of the request that the text is about.</param>
    internal static string WithoutAddress(string text, IEnumerable<RectificationItem> items) =>
        items.Where(i => StoredDetails.AddressParts.Contains(i.Field)).SelectMany(i => new[] { i.CurrentValue, i.ProposedValue, i.WrittenValue, i.Draft?.Written }).OfType<string>()
            .Where(value => value.Trim().Length > 0).OrderByDescending(value => value.Length).Aggregate(text, (left, value) => left.Replace(value, "***", StringComparison.Ordinal));
}
