using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Deletes rejected rows of imports in which somebody stands who is about to be erased: by e-mail address, telephone number or full name. Nobody knew whose such a row was, for its key
/// was nobody's; but the person is in it. Runs in the transaction of the erasure, before it.
/// </summary>
public sealed class ForgetRejectedRows(RegisterContext db)
{
    private const int AtOnce = 1_000;

    public async Task Run(IReadOnlyCollection<CustomerId> people, CancellationToken ct)
    {
        // Rows are kept for two weeks only, so mostly there are none.
        if (people.Count == 0 || !await db.RejectedRows.AnyAsync(r => r.CustomerId == null && !r.IsHeading, ct))
            return;
        var (whole, names) = await TracesOf(people, ct);
        var found = new List<RejectedRowId>();
        await foreach (var row in db.RejectedRows.AsNoTracking().Where(r => r.CustomerId == null && !r.IsHeading).AsAsyncEnumerable().WithCancellation(ct))
        {
            var cells = row.Values().Select(Fold).Where(cell => cell.Length > 0).ToHashSet();
            if (cells.Overlaps(whole) || names.Any(n => cells.Contains(n.Last) && cells.Contains(n.First)))
                found.Add(row.Id);
        }

        foreach (var some in found.Chunk(AtOnce))
            await db.RejectedRows.Where(r => some.Contains(r.Id)).ExecuteDeleteAsync(ct);
    }

    private async Task<(HashSet<string> Whole, List<(string First, string Last)> Names)> TracesOf(IReadOnlyCollection<CustomerId> people, CancellationToken ct)
    {
        var whole = new HashSet<string>();
        var names = new List<(string First, string Last)>();
        foreach (var some in people.Chunk(AtOnce))
        {
            foreach (var one in await db.Customers.AsNoTracking().Where(c => some.Contains(c.Id)).Select(c => new { c.FirstName, c.LastName, c.Email }).ToListAsync(ct))
            {
                var (first, last) = (Fold(one.FirstName), Fold(one.LastName));
                if (one.Email is { } email)
                    whole.Add(Fold(email.Value));
                if (first.Length == 0)
                    continue;
                whole.UnionWith([Fold($"{one.FirstName} {one.LastName}"), Fold($"{one.LastName} {one.FirstName}"), Fold($"{one.LastName}, {one.FirstName}")]);
                names.Add((first, last));
            }

            whole.UnionWith((await db.CustomerPhones.AsNoTracking().Where(p => some.Contains(p.CustomerId)).Select(p => p.Number).ToListAsync(ct)).Select(n => Fold(n.Value)));
        }

        whole.Remove("");
        return (whole, names);
    }

    // Numbers as they are stored, whatever spaces they were written with.
    private static string Fold(string text) => PhoneNumber.TryParse(text, out var phone) && phone.IsInternational ? phone.Value
        : SearchText.Fold(text.Normalize(NormalizationForm.FormC).Trim());
}
