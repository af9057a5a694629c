using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <summary>A file of a request without its content.</summary>
/// <param name="Length">In bytes.</param>
public sealed record AttachmentLine(
    RequestAttachmentId Id, RequestSide From, AttachmentKind Kind, AttachmentType Type, string? Name, int Length, DateTime AddedAt, DateTime? DestroyedAt)
{
    /// <summary>The day on which the person sent it, where staff added it.</summary>
    public DateOnly? CameOn { get; init; }
}

/// <summary>A mail about a request: whether it came.</summary>
/// <param name="Failure">The mail server's code of the last failure.</param>
public sealed record RequestMail(string Subject, EmailState State, DateTime CreatedAt, DateTime? SentAt, int Attempts, string? Failure);

/// <summary>What was written and sent about a request, oldest first.</summary>
public sealed record Correspondence(IReadOnlyList<RequestMessage> Messages, IReadOnlyList<AttachmentLine> Files)
{
    internal static async Task<Correspondence> Read(RegisterContext db, RequestId request, CancellationToken ct) => new(
        await db.RequestMessages.AsNoTracking().Where(m => m.RequestId == request).OrderBy(m => m.At).ThenBy(m => m.Id).ToListAsync(ct),
        await db.RequestAttachments.AsNoTracking().Where(a => a.RequestId == request).OrderBy(a => a.AddedAt).ThenBy(a => a.Id)
            .Select(a => new AttachmentLine(a.Id, a.From, a.Kind, a.Type, a.Name, a.Length, a.AddedAt, a.DestroyedAt) { CameOn = a.CameOn }).ToListAsync(ct));

    /// <param name="shown">Given from whom it is, and the day on which it came where staff took it down.</param>
    internal Correspondence Where(Func<RequestSide, DateOnly?, bool> shown) => new([.. Messages.Where(m => shown(m.From, m.CameOn))], [.. Files.Where(f => shown(f.From, f.CameOn))]);
}
