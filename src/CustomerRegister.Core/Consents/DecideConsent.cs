using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Visits;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <param name="TextHash">The hash of the words that were shown: <see cref="Purpose.TextHash"/>.</param>
public sealed record DecideConsentCommand(CustomerId Customer, PurposeId Purpose, bool Given, string? TextHash, Channel Channel);

public enum ConsentRefusal
{
    /// <summary>There is no such purpose, or it does not rest on consent.</summary>
    NotAskedFor,

    /// <summary>The purpose reads otherwise by now: nobody consents to words they were not shown.</summary>
    TextChanged,
}

/// <summary>A customer gives or withdraws consent to one purpose (N11; GDPR Art. 7). Decisions are only added; saying the same again adds nothing.</summary>
public sealed class DecideConsent(RegisterContext db, TimeProvider clock)
{
    /// <returns>Whether anything changed.</returns>
    public async Task<Outcome<bool, ConsentRefusal>> Run(DecideConsentCommand command, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.HoldCustomers([command.Customer], ct);
        var outcome = await Add(command, actor, ct);
        await transaction.CommitAsync(ct);
        return outcome;
    }

    /// <summary>As <see cref="Run"/>, within a transaction of the caller's that holds the customer.</summary>
    internal async Task<Outcome<bool, ConsentRefusal>> Add(DecideConsentCommand command, Actor actor, CancellationToken ct)
    {
        var purpose = await db.Purposes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == command.Purpose, ct);
        if (purpose is not { AsksConsent: true })
            return ConsentRefusal.NotAskedFor;
        var newest = await db.ConsentDecisions.AsNoTracking()
            .Where(d => d.CustomerId == command.Customer && d.PurposeId == command.Purpose)
            .OrderByDescending(d => d.At).ThenByDescending(d => d.Id).FirstOrDefaultAsync(ct);
        // Who never decided has given nothing.
        // A consent to other words than today's is none to these, so giving it again says something new.
        var isGiven = newest is { Given: true } && (!command.Given || purpose.IsSaidBy(newest.TextHash));
        if (isGiven == command.Given)
            return false;

        var isShown = purpose.IsSaidBy(command.TextHash);
        if (command.Given && !isShown)
            return ConsentRefusal.TextChanged;
        // Withdrawing never waits for words: it concerns those that were agreed to.
        var hash = isShown ? command.TextHash! : newest!.TextHash;

        var decision = ConsentDecision.Of(command.Customer, command.Purpose, command.Given, command.Channel, hash, clock, newest?.At);
        db.Add(decision);
        db.Add(AuditEntry.Of(actor, command.Given ? AuditAction.ConsentGiven : AuditAction.ConsentWithdrawn, clock, command.Customer, decision.Id.Value));
        await db.SaveChangesAsync(ct);
        if (!command.Given && purpose.Code == JoinedVisits.Purpose)
            await db.ForgetUnconsentedVisits(command.Customer, ct);
        return true;
    }
}
