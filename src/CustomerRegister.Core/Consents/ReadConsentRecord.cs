using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <summary>How a consent stands.</summary>
public enum ConsentState
{
    Given,
    Withdrawn,
    /// <summary>The purpose reads otherwise by now: the consent held for the words of its time, and does not for those of today.</summary>
    TextChanged,
}

/// <summary>One decision about a purpose, as a record of consent (ISO/IEC TS 27560): what was asked in which words, who answered what, when and how, and how it stands.</summary>
/// <param name="CustomerNumber">Who decided: the number by which the controller knows the person.</param>
/// <param name="Name">Of the purpose, in the words that were shown; in today's where those are not known.</param>
/// <param name="Words">The exact description that was shown; null where it is not known any more.</param>
/// <param name="Version">Of the words; null where they are not known.</param>
/// <param name="Language">In which they were shown.</param>
/// <param name="Events">Every decision about the purpose from this one on, oldest first.</param>
public sealed record ConsentRecord(
    Guid RecordId, long CustomerNumber, string PurposeCode, LegalBasis Basis, string Name, string? Words, int? Version, Language Language, string TextHash, ConsentState State,
    IReadOnlyList<ConsentEvent> Events);

public sealed record ConsentEvent(DateTime At, bool Given, Channel Channel);

/// <summary>Reads a customer's own consent as a record they can keep.</summary>
public sealed class ReadConsentRecord(RegisterContext db, TimeProvider clock)
{
    /// <param name="language">For the name of a purpose whose words of that time are not known.</param>
    /// <returns>Null for a decision that is not the customer's.</returns>
    public async Task<ConsentRecord?> Run(CustomerId customer, ConsentDecisionId id, Language language, Actor actor, CancellationToken ct)
    {
        var decision = await db.ConsentDecisions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.CustomerId == customer, ct);
        if (decision is null)
            return null;
        var number = await db.Customers.Where(c => c.Id == customer).Select(c => c.Number).SingleAsync(ct);
        var purpose = await db.Purposes.AsNoTracking().SingleAsync(p => p.Id == decision.PurposeId, ct);
        var texts = await db.PurposeTexts.AsNoTracking().Where(t => t.PurposeId == purpose.Id).OrderByDescending(t => t.Version).ToListAsync(ct);
        var later = await db.ConsentDecisions.AsNoTracking().Where(d => d.CustomerId == customer && d.PurposeId == purpose.Id && d.At >= decision.At)
            .OrderBy(d => d.At).ThenBy(d => d.Id).ToListAsync(ct);
        // The same words may stand in several versions: the one of that time is meant.
        var shown = texts.Where(t => t.LanguageOf(decision.TextHash) is not null).OrderBy(t => t.From > decision.At).ThenByDescending(t => t.Version).FirstOrDefault();
        var shownIn = shown?.LanguageOf(decision.TextHash) ?? language;
        var state = !later[^1].Given ? ConsentState.Withdrawn : purpose.IsSaidBy(later[^1].TextHash) ? ConsentState.Given : ConsentState.TextChanged;
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer), ct);
        return new(decision.Id.Value, number, purpose.Code, shown?.Basis ?? purpose.Basis, (shown?.Name ?? purpose.Name).In(shownIn), shown?.Description.In(shownIn), shown?.Version, shownIn,
            decision.TextHash, state, [.. later.Select(d => new ConsentEvent(d.At, d.Given, d.Channel))]);
    }
}
