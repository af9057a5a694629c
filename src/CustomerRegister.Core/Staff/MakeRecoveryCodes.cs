using System.Security.Cryptography;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <summary>Codes as a person reads them, in groups of four; they are shown once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Written);

/// <summary>Makes new recovery codes; the old ones open nothing any more.</summary>
public sealed class MakeRecoveryCodes(RegisterContext db, TimeProvider clock)
{
    public const int Count = 10;

    private const int Length = 16, GroupLength = 4;

    // No letter or figure that looks like another: 32 signs, 5 bits each.
    private const string Signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <returns>The codes; stored are their hashes only.</returns>
    public async Task<RecoveryCodes> Run(Guid staffId, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var codes = await Replace(staffId, actor, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return codes;
    }

    internal async Task<RecoveryCodes> Replace(Guid staffId, Actor actor, CancellationToken ct)
    {
        await db.StaffRecoveryCodes.Where(c => c.StaffId == staffId).ExecuteDeleteAsync(ct);
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Signs, Length)).ToList();
        db.AddRange(codes.Select(code => StaffRecoveryCode.Of(staffId, code)));
        db.Add(AuditEntry.Of(actor, AuditAction.RecoveryCodesMade, clock, subject: staffId));
        return new([.. codes.Select(code => string.Join('-', code.Chunk(GroupLength).Select(group => new string(group))))]);
    }
}
