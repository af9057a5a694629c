using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <param name="Bans">The kinds about which the customer has said something, and what.</param>
/// <param name="Consents">The purposes about which the customer has said something, and what.</param>
/// <param name="Language">The language in which the purposes were read to the customer.</param>
/// <param name="Channel">The way in which the word came; never the portal, where customers decide themselves.</param>
public sealed record RecordChoicesCommand(
    CustomerId Customer, IReadOnlyDictionary<BanKind, bool> Bans, IReadOnlyDictionary<PurposeId, bool> Consents, Language Language, Channel Channel);

public enum RecordChoicesRefusal
{
    CustomerNotFound,
    NotAskedFor,
}

/// <summary>Staff record the bans and consents that a customer has told by phone, letter, e-mail or at the counter (N7, N33): all of them, or none.</summary>
public sealed class RecordChoices(RegisterContext db, SetBan ban, DecideConsent consent)
{
    /// <returns>How many choices changed.</returns>
    public async Task<Outcome<int, RecordChoicesRefusal>> Run(RecordChoicesCommand command, Actor actor, CancellationToken ct)
    {
        if (command.Channel is Channel.Portal or Channel.EmailLink)
            throw new ArgumentException("In the portal and by a link in a mail customers decide themselves.", nameof(command));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.HoldCustomers([command.Customer], ct);
        if (!await db.Customers.AnyAsync(c => c.Id == command.Customer, ct))
            return RecordChoicesRefusal.CustomerNotFound;

        var changed = 0;
        foreach (var (kind, forbidden) in command.Bans)
            changed += await ban.Add(new(command.Customer, kind, forbidden, command.Channel), actor, ct) ? 1 : 0;
        var keys = command.Consents.Keys.ToList();
        var purposes = await db.Purposes.AsNoTracking().Where(p => keys.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var (purpose, given) in command.Consents)
        {
            if (!purposes.TryGetValue(purpose, out var read))
                return RecordChoicesRefusal.NotAskedFor;
            var outcome = await consent.Add(new(command.Customer, purpose, given, read.TextHash(command.Language), command.Channel), actor, ct);
            if (!outcome.Succeeded)
                return RecordChoicesRefusal.NotAskedFor;
            changed += outcome.Value ? 1 : 0;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }
}
