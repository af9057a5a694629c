using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Disclosures;

public sealed record AddRecipientCommand(string Name, string Email, Language Language);

public enum AddRecipientRefusal
{
    NameTaken,
    EmailNotValid,
}

/// <summary>Takes an organisation to which data is disclosed into the register.</summary>
public sealed class AddRecipient(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Recipient, AddRecipientRefusal>> Run(AddRecipientCommand command, Actor actor, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(command.Email, out var email))
            return AddRecipientRefusal.EmailNotValid;
        if (await db.Recipients.AnyAsync(r => r.Name == command.Name, ct))
            return AddRecipientRefusal.NameTaken;
        var recipient = Recipient.Add(EntityKey.New<RecipientId>(clock), command.Name, email, command.Language);
        db.Add(recipient);
        db.Add(AuditEntry.Of(actor, AuditAction.RecipientAdded, clock, subject: recipient.Id.Value));
        await db.SaveChangesAsync(ct);
        return recipient;
    }
}
