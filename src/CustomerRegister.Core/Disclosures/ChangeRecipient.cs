using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

/// <param name="InUse">Whether data may be disclosed to it.</param>
/// <param name="Version">Of the recipient as it was shown.</param>
public sealed record ChangeRecipientCommand(RecipientId Recipient, string Name, string Email, Language Language, bool InUse, long Version);

public enum ChangeRecipientRefusal
{
    NotFound,
    NameTaken,
    EmailNotValid,
    ChangedMeanwhile,
}

/// <summary>Corrects a recipient, or takes it out of use.</summary>
public sealed class ChangeRecipient(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Recipient, ChangeRecipientRefusal>> Run(ChangeRecipientCommand command, Actor actor, CancellationToken ct)
    {
        if (await db.Recipients.SingleOrDefaultAsync(r => r.Id == command.Recipient, ct) is not { } recipient)
            return ChangeRecipientRefusal.NotFound;
        if (recipient.Version != command.Version)
            return ChangeRecipientRefusal.ChangedMeanwhile;
        if (!EmailAddress.TryParse(command.Email, out var email))
            return ChangeRecipientRefusal.EmailNotValid;
        if (await db.Recipients.AnyAsync(r => r.Name == command.Name && r.Id != command.Recipient, ct))
            return ChangeRecipientRefusal.NameTaken;

        recipient.Change(command.Name, email, command.Language);
        if (command.InUse)
            recipient.Reopen();
        else
            recipient.Close(clock.Today());
        var fields = db.Entry(recipient).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList();
        if (fields.Count == 0)
            return recipient;
        db.Add(AuditEntry.Of(actor, AuditAction.RecipientChanged, clock, subject: recipient.Id.Value, fields: fields));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangeRecipientRefusal.ChangedMeanwhile;
        }

        return recipient;
    }
}
