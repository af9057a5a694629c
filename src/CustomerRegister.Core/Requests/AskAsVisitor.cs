using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Statement">The words under which it is signed, as they were shown.</param>
public sealed record AskAsVisitorCommand(RequestType Type, string Name, EmailAddress Email, string? Message, Language Language, string Statement);

public enum AskAsVisitorRefusal
{
    NameMissing,
    MessageMissing,
}

/// <summary>
/// A request by somebody who is not signed in, and perhaps not in the register. The e-mail address is verified first by a link that only acts when its button is pressed; then it is a
/// request that staff match to a customer, or answer that there is no data. Whether the register knows the address is told to nobody.
/// </summary>
public sealed class AskAsVisitor(RegisterContext db, AllRights rights, RequestKey key, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(24);

    private static readonly Actor Anybody = Actor.System("public-request", "requests");

    public async Task<Outcome<bool, AskAsVisitorRefusal>> Run(AskAsVisitorCommand command, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(command.Name))
            return AskAsVisitorRefusal.NameMissing;
        if (rights[command.Type].NeedsMessage && string.IsNullOrWhiteSpace(command.Message))
            return AskAsVisitorRefusal.MessageMissing;
        var secret = LinkSecret.New();
        db.Add(VisitorRequest.Of(command, secret.Hash, LinkLifetime, clock));
        db.Add(OutgoingEmail.Farewell(command.Email, command.Language,
            MailTexts.In(command.Language, "VerifyRequest.Subject", controller.RegisterName),
            MailTexts.In(command.Language, "VerifyRequest.Body", controller.Name, address.Link($"/request/verify?secret={secret.Text}"), (int)LinkLifetime.TotalHours),
            clock));
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Whether a link still works; nothing happens by looking.</summary>
    public Task<bool> Works(string? secret, CancellationToken ct)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        return db.VisitorRequests.AnyAsync(v => v.SecretHash == hash && v.ExpiresAt > now, ct);
    }

    /// <returns>The number of the request; null when the link does not work, or has been used.</returns>
    public async Task<long?> Verify(string? secret, CancellationToken ct)
    {
        var (hash, now) = (LinkSecret.HashOf(secret), clock.Now());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Taking a number holds the series: of two who press at once, the second finds the link used.
        var number = await db.TakeNumber(NumberSeries.Requests, ct);
        if (await db.VisitorRequests.SingleOrDefaultAsync(v => v.SecretHash == hash && v.ExpiresAt > now, ct) is not { } asked)
            return null;
        var id = EntityKey.New<RequestId>(clock);
        var signature = new RequestSignature(asked.Name, asked.MadeAt, VerifiedEmail, Sha256.Hex(asked.Statement));
        signature = signature with { Seal = SignatureCheck.SealOf(key, id, asked.Type, asked.Message, signature) };
        // The time runs from the day on which it was sent, not from the day on which its address was verified.
        var request = DataSubjectRequest.FileForVisitor(id, number, new(asked.Name, asked.Email), asked.Type, HelsinkiTime.DayOf(asked.MadeAt), asked.Language, asked.Message, signature);
        db.Add(request);
        db.Remove(asked);
        if (!await db.SignedStatements.AnyAsync(s => s.Hash == signature.StatementHash, ct))
            db.Add(SignedStatement.Of(asked.Statement));
        db.Add(OutgoingEmail.Farewell(asked.Email, asked.Language,
            MailTexts.In(asked.Language, "RequestReceived.Subject", controller.RegisterName),
            MailTexts.In(asked.Language, "RequestReceived.Visitor", number, MailTexts.Day(request.DeadlineOn, asked.Language), controller.Name),
            clock).About(id));
        db.Add(AuditEntry.Of(Anybody, AuditAction.RequestFiled, clock, null, id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return number;
    }

    /// <summary>The way of signing in that stands in the signature of a visitor: none, but an address that was verified.</summary>
    public const string VerifiedEmail = "VerifiedEmail";
}
