using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <param name="Contacts">E-mail address and telephone numbers as they stand in the file.</param>
public sealed record ForgottenRow(RejectedRowId Id, long Line, string Name, IReadOnlyList<string> Contacts);

/// <summary>Rows of an import that would bring back people who were erased from the register. The look at them is logged.</summary>
public sealed class ListForgottenRows(RegisterContext db, TimeProvider clock)
{
    public const int PageSize = 20;

    private static readonly ImportField[] Names = [ImportField.FirstName, ImportField.LastName, ImportField.ContactName], Contacts = [ImportField.Email, ImportField.Phone, ImportField.Mobile];

    /// <returns>One more than a page when there are more.</returns>
    public async Task<IReadOnlyList<ForgottenRow>> Run(ImportId id, long afterLine, Actor actor, CancellationToken ct)
    {
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == id, ct);
        var rows = await db.RejectedRows.AsNoTracking().Where(r => r.ImportId == id && r.IsForgotten && r.Line > afterLine).OrderBy(r => r.Line).Take(PageSize + 1).ToListAsync(ct);
        if (rows.Count == 0)
            return [];
        db.Add(AuditEntry.Of(actor, AuditAction.RejectedRowsDownloaded, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        var positions = import.Settings!.Positions();
        return [.. rows.Select(r => new ForgottenRow(r.Id, r.Line, string.Join(' ', Of(r, Names)), [.. Of(r, Contacts)]))];

        IEnumerable<string> Of(RejectedRow row, ImportField[] fields)
        {
            var values = row.Values();
            return fields.Where(f => positions.TryGetValue(f, out var at) && at < values.Count).Select(f => values[positions[f]].Trim()).Where(v => v.Length > 0);
        }
    }
}
