using System.Text;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>A letter that waits to be posted, without the name: that stands on the letter, and printing is logged.</summary>
public sealed record WaitingLetter(ErasureLetterId Id, long RequestNumber, DateTime MadeAt, bool IsProtected);

/// <summary>What the letter's template shows.</summary>
public sealed record ErasureLetterDocument(ErasureLetter Letter, ControllerDetails Controller);

public enum PostErasureLetterRefusal
{
    /// <summary>There is no such letter, or it has been posted already.</summary>
    NotFound,
}

/// <summary>Letters of erasure that wait to be printed and posted.</summary>
public sealed class ErasureLetters(RegisterContext db, IDocumentRenderer documents, ControllerDetails controller, TimeProvider clock)
{
    public const int Most = 100;

    public Task<List<WaitingLetter>> Waiting(CancellationToken ct) => db.ErasureLetters.AsNoTracking().OrderBy(l => l.RequestNumber).Take(Most)
        .Select(l => new WaitingLetter(l.Id, l.RequestNumber, l.MadeAt, l.IsProtected)).ToListAsync(ct);

    /// <returns>The letter to print, for a window envelope; null if it is not there, or has a protected address that the actor may not see.</returns>
    public async Task<byte[]?> Print(ErasureLetterId id, Actor actor, CancellationToken ct)
    {
        if (await db.ErasureLetters.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is not { } letter || (letter.IsProtected && !actor.SeesProtectedAddresses))
            return null;
        var html = await documents.Render("ErasureLetter", new ErasureLetterDocument(letter, controller), letter.Language, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.ErasureLetterPrinted, clock, letter.CustomerId, id.Value));
        await db.SaveChangesAsync(ct);
        return Encoding.UTF8.GetBytes(html);
    }

    /// <summary>The letter is in the post: it is forgotten with the address.</summary>
    public async Task<Outcome<ErasureLetterId, PostErasureLetterRefusal>> Posted(ErasureLetterId id, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.ErasureLetters.Where(l => l.Id == id).ExecuteDeleteAsync(ct) == 0)
            return PostErasureLetterRefusal.NotFound;
        db.Add(AuditEntry.Of(actor, AuditAction.ErasureLetterPosted, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return id;
    }
}
