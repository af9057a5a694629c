using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PaperRecords;

/// <param name="Records">The papers that were destroyed.</param>
/// <param name="On">The day on which they were.</param>
public sealed record ConfirmDestructionCommand(IReadOnlyList<PaperRecordId> Records, DateOnly On);

public enum ConfirmDestructionRefusal
{
    NothingChosen,
    InFuture,
    /// <summary>One of them is not on the shredding list, or no longer: somebody else has confirmed it. Nothing is written.</summary>
    NotOnTheList,
    /// <summary>Paper is not destroyed before the day on which it came on the list.</summary>
    BeforeTheList,
}

/// <summary>A named member of staff answers for it that papers of the shredding list have been destroyed, and when (N21, N22).</summary>
public sealed class ConfirmDestruction(RegisterContext db, TimeProvider clock)
{
    /// <summary>As many as one page of the list shows.</summary>
    public const int MostAtOnce = PaperList.PageSize;

    public async Task<Outcome<IReadOnlyList<PaperRecord>, ConfirmDestructionRefusal>> Run(ConfirmDestructionCommand command, Actor actor, CancellationToken ct)
    {
        if (actor is not { Kind: ActorKind.Staff, Id: { } by })
            throw new InvalidOperationException("A named member of staff confirms a destruction.");
        var ids = command.Records.Distinct().ToList();
        if (ids.Count is 0 or > MostAtOnce)
            return ConfirmDestructionRefusal.NothingChosen;
        if (command.On > clock.Today())
            return ConfirmDestructionRefusal.InFuture;
        var records = await db.PaperRecords.Where(p => ids.Contains(p.Id)).ToListAsync(ct);
        if (records.Count < ids.Count || records.Exists(p => p.State != PaperState.ToShred))
            return ConfirmDestructionRefusal.NotOnTheList;
        if (records.Exists(p => p.ShredFrom is { } from && HelsinkiTime.DayOf(from) > command.On))
            return ConfirmDestructionRefusal.BeforeTheList;

        foreach (var record in records)
        {
            record.ConfirmDestruction(command.On, by);
            db.Add(AuditEntry.Of(actor, AuditAction.PaperDestroyed, clock, subject: record.Id.Value));
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ConfirmDestructionRefusal.NotOnTheList;
        }

        return records;
    }
}
