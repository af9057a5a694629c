using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Rectification;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="ReceivedOn">The day in Helsinki on which it reached the controller; a letter may be entered later.</param>
/// <param name="Language">The language in which it is acknowledged and answered.</param>
/// <param name="Message">The person's own words; see <see cref="Right.NeedsMessage"/>.</param>
/// <param name="Signature">Null when the request came without one.</param>
public sealed record FileRequestCommand(
    CustomerId Customer, RequestType Type, Channel Channel, DateOnly ReceivedOn, Language Language, string? Message, RequestSignature? Signature)
{
    /// <summary>What is asked to be corrected, item by item: filed by <see cref="FileRectification"/>. Then the message may be missing.</summary>
    public RectificationAsked? Rectification { get; init; }
}

public enum FileRefusal
{
    CustomerNotFound,

    /// <summary>What is to be corrected, and on which ground, or what went wrong, can be told by the person only (N35).</summary>
    MessageMissing,
}

/// <param name="IsNew">False when a request of the same type was open already: it is that one, and nothing was filed.</param>
public sealed record FiledRequest(RequestId Id, bool IsNew);

/// <summary>Takes in a data subject's request, starts its clock and acknowledges it by mail where an address is on record (GDPR Art. 12).</summary>
public sealed class FileRequest(RegisterContext db, TimeProvider clock, AllRights rights, ControllerDetails controller)
{
    public const int LongestMessage = 4000;
    public const int LongestName = 200;

    public async Task<Outcome<FiledRequest, FileRefusal>> Run(FileRequestCommand command, Actor actor, CancellationToken ct)
    {
        if (rights[command.Type].NeedsMessage && command.Rectification is null && string.IsNullOrWhiteSpace(command.Message))
            return FileRefusal.MessageMissing;
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == command.Customer, ct);
        if (customer is null)
            return FileRefusal.CustomerNotFound;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Taking a number holds the series until the end: of two who file at once, the second sees what the first has filed.
        var number = await db.TakeNumber(NumberSeries.Requests, ct);
        var open = await db.Requests
            .Where(r => r.CustomerId == command.Customer && r.Type == command.Type && DataSubjectRequest.OpenStates.Contains(r.State))
            .OrderBy(r => r.Number).Select(r => (RequestId?)r.Id).FirstOrDefaultAsync(ct);
        if (open is { } first)
            return new FiledRequest(first, false);

        var request = DataSubjectRequest.File(
            EntityKey.New<RequestId>(clock), number, customer.Id, command.Type, command.Channel, command.ReceivedOn, command.Language, command.Message, command.Signature);
        db.Add(request);
        await rights[request.Type].OnFiled(new(request, customer, actor) { Rectification = command.Rectification }, ct);
        if (customer.Email is { } email)
            db.Add(Acknowledgement(request, email));
        db.Add(AuditEntry.Of(actor, AuditAction.RequestFiled, clock, customer.Id, request.Id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new FiledRequest(request.Id, true);
    }

    private OutgoingEmail Acknowledgement(DataSubjectRequest request, EmailAddress email) => OutgoingEmail.To(email, request.CustomerId, request.Language,
        MailTexts.In(request.Language, "RequestReceived.Subject", controller.RegisterName),
        MailTexts.In(request.Language, "RequestReceived.Body", request.Number, MailTexts.Day(request.DeadlineOn, request.Language), controller.Name),
        clock);
}
