using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Staff;

/// <param name="Newest">The newest version when the form was opened; another that came meanwhile is not overtaken unread.</param>
public sealed record PublishUndertakingCommand(int Newest, LocalizedText Text);

public enum PublishUndertakingRefusal
{
    TextMissing,
    /// <summary>The words are those in force: nobody is asked to sign the same again.</summary>
    NothingChanged,
    ChangedMeanwhile,
}

/// <summary>Puts a new version of the undertaking in force (N25). From the next request on everybody is asked to sign it.</summary>
public sealed class PublishUndertaking(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Undertaking, PublishUndertakingRefusal>> Run(PublishUndertakingCommand command, Actor actor, CancellationToken ct)
    {
        var text = new LocalizedText(Clean(command.Text.Fi), Clean(command.Text.Sv), Clean(command.Text.En));
        if (text.Fi.Length == 0 || text.Sv.Length == 0 || text.En.Length == 0)
            return PublishUndertakingRefusal.TextMissing;
        var newest = await db.Undertakings.AsNoTracking().OrderByDescending(u => u.Version).FirstOrDefaultAsync(ct);
        if ((newest?.Version ?? 0) != command.Newest)
            return PublishUndertakingRefusal.ChangedMeanwhile;
        if (newest is not null && text == new LocalizedText(Clean(newest.Text.Fi), Clean(newest.Text.Sv), Clean(newest.Text.En)))
            return PublishUndertakingRefusal.NothingChanged;
        var undertaking = Undertaking.Of(command.Newest + 1, clock.Today(), text);
        db.Add(undertaking);
        db.Add(AuditEntry.Of(actor, AuditAction.UndertakingPublished, clock));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.Undertakings.AsNoTracking().Any(u => u.Version == undertaking.Version))
        {
            // Somebody else published at the same moment.
            return PublishUndertakingRefusal.ChangedMeanwhile;
        }

        return undertaking;
    }

    private static string Clean(string text) => text.ReplaceLineEndings("\n").Trim();
}
