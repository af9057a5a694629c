using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="Group">Its language is the one in which the mail is written, and must be said.</param>
/// <param name="Expected">How many were told to whoever sends it: a group that has grown since is told again first.</param>
public sealed record SendMarketingMailCommand(TargetGroup Group, string? Subject, string? Text, int Expected);

public enum SendMarketingMailRefusal
{
    SubjectMissing,
    TextMissing,
    LanguageMissing,
    /// <summary>The use is not made by e-mail.</summary>
    NotByEmail,
    NobodyToReach,
    /// <summary>More can be reached now than were told.</summary>
    MoreThanExpected,
}

/// <summary>
/// Writes a mail to all of a target group who may be reached by e-mail. Each goes through the outbox, with a link by which its reader forbids the use at
/// once (RFC 8058); who has forbidden it meanwhile is left out when the mail leaves: see <see cref="SendWaitingMail"/>.
/// </summary>
public sealed class SendMarketingMail(RegisterContext db, ReachableCustomers reachable, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    private const int AtOnce = 1000;

    /// <returns>The mail, with the number of its recipients.</returns>
    public async Task<Outcome<MarketingMail, SendMarketingMailRefusal>> Run(SendMarketingMailCommand command, Actor actor, CancellationToken ct)
    {
        var group = command.Group;
        if (WrittenText.OneLine(command.Subject) is not { } subject)
            return SendMarketingMailRefusal.SubjectMissing;
        if (WrittenText.Lines(command.Text) is not { } text)
            return SendMarketingMailRefusal.TextMissing;
        if (group.Language is not { } language)
            return SendMarketingMailRefusal.LanguageMissing;
        if (!TargetGroup.EmailUses.Contains(group.Use))
            return SendMarketingMailRefusal.NotByEmail;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var people = await reachable.In(group, ReachedBy.Email, db).AsNoTracking().OrderBy(c => c.Id).Select(c => new { c.Id, c.Email }).ToListAsync(ct);
        if (people.Count == 0)
            return SendMarketingMailRefusal.NobodyToReach;
        if (people.Count > command.Expected)
            return SendMarketingMailRefusal.MoreThanExpected;
        var mail = MarketingMail.Of(group.Use, language, subject, text, people.Count, clock);
        db.Add(mail);
        db.Add(AuditEntry.Of(actor.For(BanPurposes.Of(group.Use)), AuditAction.MarketingMailWritten, clock, subject: mail.Id.Value));
        await db.SaveChangesAsync(ct);
        var bulk = db.Bulk();
        foreach (var some in people.Chunk(AtOnce))
        {
            var written = some.Select(p => To(p.Email!, p.Id, mail)).ToList();
            await bulk.Write<OutgoingEmail>([.. written.Select(w => w.Mail)], ct);
            await bulk.Write<UnsubscribeLink>([.. written.Select(w => w.Link)], ct);
            await db.LogUse(some.Select(p => p.Id), AuditAction.MarketingMailWritten, group, actor, clock, ct);
        }

        await transaction.CommitAsync(ct);
        return mail;
    }

    private (OutgoingEmail Mail, UnsubscribeLink Link) To(EmailAddress email, CustomerId customer, MarketingMail mail)
    {
        var link = LinkSecret.New();
        var unsubscribe = address.Link($"/unsubscribe/{link.Text}");
        var body = $"{mail.Text}\n\n-- \n{MailTexts.In(mail.Language, "Marketing.Footer", controller.Name, controller.ContactLine, unsubscribe)}";
        return (OutgoingEmail.Marketing(email, customer, mail, body, unsubscribe, clock), UnsubscribeLink.Of(customer, mail.Use, link.Hash, clock));
    }
}
