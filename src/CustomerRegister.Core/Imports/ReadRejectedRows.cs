using System.Runtime.CompilerServices;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <param name="Problems">Empty for the heading row.</param>
public sealed record RowToMend(long Line, bool IsHeading, IReadOnlyList<string> Cells, IReadOnlyList<ImportRejection> Problems);

/// <summary>The rows that an import did not take in, as they stood, to be mended and sent again.</summary>
public sealed class ReadRejectedRows(RegisterContext db, TimeProvider clock)
{
    private const int PageSize = 500;

    /// <summary>Streams the heading row and then the others in the file's order. The look at them is logged first.</summary>
    public async IAsyncEnumerable<RowToMend> Run(ImportId id, Actor actor, [EnumeratorCancellation] CancellationToken ct)
    {
        db.Add(AuditEntry.Of(actor, AuditAction.RejectedRowsDownloaded, clock, subject: id.Value));
        await db.SaveChangesAsync(ct);
        // The heading row stands before every line.
        var after = -1L;
        while (true)
        {
            var rows = await db.RejectedRows.AsNoTracking().Where(r => r.ImportId == id && r.Line > after).OrderBy(r => r.Line).Take(PageSize).ToListAsync(ct);
            if (rows.Count == 0)
                yield break;
            after = rows[^1].Line;
            var (first, last) = (rows[0].Line, after);
            var problems = (await db.ImportRejections.AsNoTracking().Where(r => r.ImportId == id && r.Line >= first && r.Line <= last).OrderBy(r => r.Position).ToListAsync(ct)).ToLookup(r => r.Line);
            foreach (var row in rows)
                yield return new(row.Line, row.IsHeading, row.Values(), row.IsHeading ? [] : [.. problems[row.Line]]);
        }
    }
}
