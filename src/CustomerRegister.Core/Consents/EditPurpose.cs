using System.Text.RegularExpressions;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Consents;

/// <param name="Purpose">Null for a new one.</param>
/// <param name="Version">The version that the form showed; another that came meanwhile is not overtaken unread.</param>
/// <param name="Code">The stable name of a new one; that of others never changes.</param>
public sealed record EditPurposeCommand(PurposeId? Purpose, int Version, string? Code, LegalBasis Basis, LocalizedText Name, LocalizedText Description);

public enum EditPurposeRefusal
{
    NotFound,
    TextMissing,
    CodeWrong,
    CodeTaken,
    /// <summary>Nobody is asked again about the same words.</summary>
    NothingChanged,
    ChangedMeanwhile,
    /// <summary>A use that a ban ends is nobody's to consent to: it rests on a legitimate interest, and lists heed the ban alone (GDPR Art. 21(2)).</summary>
    BasisIsOfBan,
}

/// <summary>
/// Puts a purpose, or new words of one, in force (N2, N3, N11). Consents that were given to other words no longer hold from this moment on: whoever gave them is
/// asked again, and nothing is assumed.
/// </summary>
public sealed partial class EditPurpose(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Purpose, EditPurposeRefusal>> Run(EditPurposeCommand command, Actor actor, CancellationToken ct)
    {
        var (name, description) = (Clean(command.Name), Clean(command.Description));
        if (new[] { name, description }.Any(text => text.Fi.Length == 0 || text.Sv.Length == 0 || text.En.Length == 0))
            return EditPurposeRefusal.TextMissing;
        var outcome = command.Purpose is { } id ? await Changed(id, command, name, description, ct) : await Added(command, name, description, ct);
        if (!outcome.Succeeded)
            return outcome;
        db.Add(PurposeText.Of(outcome.Value, clock));
        db.Add(AuditEntry.Of(actor, command.Purpose is null ? AuditAction.PurposeAdded : AuditAction.PurposeChanged, clock, subject: outcome.Value.Id.Value));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.Purposes.AsNoTracking().Any(p => command.Purpose == null ? p.Code == outcome.Value.Code : p.Id == command.Purpose && p.Version != command.Version))
        {
            // Somebody else saved at the same moment.
            return command.Purpose is null ? EditPurposeRefusal.CodeTaken : EditPurposeRefusal.ChangedMeanwhile;
        }

        return outcome;
    }

    private async Task<Outcome<Purpose, EditPurposeRefusal>> Changed(PurposeId id, EditPurposeCommand command, LocalizedText name, LocalizedText description, CancellationToken ct)
    {
        if (await db.Purposes.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } purpose)
            return EditPurposeRefusal.NotFound;
        if (purpose.Version != command.Version)
            return EditPurposeRefusal.ChangedMeanwhile;
        if (purpose.Ban is not null && command.Basis != LegalBasis.LegitimateInterest)
            return EditPurposeRefusal.BasisIsOfBan;
        if (purpose.Basis == command.Basis && purpose.Name == name && purpose.Description == description)
            return EditPurposeRefusal.NothingChanged;
        purpose.Say(command.Basis, name, description);
        return purpose;
    }

    private async Task<Outcome<Purpose, EditPurposeRefusal>> Added(EditPurposeCommand command, LocalizedText name, LocalizedText description, CancellationToken ct)
    {
        var code = command.Code?.Trim() ?? "";
        if (!Code().IsMatch(code))
            return EditPurposeRefusal.CodeWrong;
        if (await db.Purposes.AnyAsync(p => p.Code == code, ct))
            return EditPurposeRefusal.CodeTaken;
        var last = await db.Purposes.MaxAsync(p => (int?)p.Position, ct) ?? 0;
        var purpose = Purpose.Of(EntityKey.New<PurposeId>(clock), code, command.Basis, last + 1, name, description);
        db.Add(purpose);
        return purpose;
    }

    private static LocalizedText Clean(LocalizedText text) => new(Clean(text.Fi), Clean(text.Sv), Clean(text.En));

    private static string Clean(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Code();
}
