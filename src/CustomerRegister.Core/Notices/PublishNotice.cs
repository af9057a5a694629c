using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Notices;

/// <param name="Newest">The newest version when the form was opened; another that came meanwhile is not overtaken unread.</param>
/// <param name="Changes">What has changed, for people to read.</param>
/// <param name="Text">The whole notice as it reads now, as HTML.</param>
public sealed record PublishNoticeCommand(int Newest, LocalizedText Changes, LocalizedText Text);

public enum PublishNoticeRefusal
{
    ChangesMissing,
    ChangedMeanwhile,
}

/// <summary>Keeps the notice as it reads now as a new version (N31): customers who were given an earlier one are shown what has changed.</summary>
public sealed class PublishNotice(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<NoticeVersion, PublishNoticeRefusal>> Run(PublishNoticeCommand command, Actor actor, CancellationToken ct)
    {
        var changes = new LocalizedText(Clean(command.Changes.Fi), Clean(command.Changes.Sv), Clean(command.Changes.En));
        if (changes.Fi.Length == 0 || changes.Sv.Length == 0 || changes.En.Length == 0)
            return PublishNoticeRefusal.ChangesMissing;
        if ((await db.NoticeVersions.MaxAsync(v => (int?)v.Version, ct) ?? 0) != command.Newest)
            return PublishNoticeRefusal.ChangedMeanwhile;
        var version = NoticeVersion.Of(command.Newest + 1, changes, command.Text, clock);
        db.Add(version);
        db.Add(AuditEntry.Of(actor, AuditAction.NoticePublished, clock));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.NoticeVersions.AsNoTracking().Any(v => v.Version == version.Version))
        {
            // Somebody else published at the same moment.
            return PublishNoticeRefusal.ChangedMeanwhile;
        }

        return version;
    }

    private static string Clean(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}
