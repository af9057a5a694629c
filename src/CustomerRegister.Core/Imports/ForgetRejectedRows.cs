using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Deletes rejected rows of imports in which somebody stands who is about to be erased: by e-mail address, telephone number or full name, those from before a merge too. Nobody knew whose
/// such a row was, for its key was nobody's; but the person is in it. Runs in the transaction of the erasure, before it.
/// </summary>
public sealed class ForgetRejectedRows(RegisterContext db)
{
    private const int AtOnce = 1_000;

    /// <param name="gone">Who leaves the register.</param>
    /// <param name="staying">Who stays, while it is forgotten how they were before a merge.</param>
    public async Task Run(IReadOnlyCollection<CustomerId> gone, IReadOnlyCollection<CustomerId> staying, CancellationToken ct)
    {
        // Rows are kept for two weeks only, so mostly there are none.
        if (gone.Count + staying.Count == 0 || !await db.RejectedRows.AnyAsync(r => r.CustomerId == null && !r.IsHeading, ct))
            return;
        var (whole, names) = await TracesOf(gone, staying, ct);
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

    private async Task<Traces> TracesOf(IReadOnlyCollection<CustomerId> gone, IReadOnlyCollection<CustomerId> staying, CancellationToken ct)
    {
        var former = await FormerOf(staying, ct);
        // What they are still known by is not forgotten.
        if (former.Whole.Count + former.Names.Count > 0)
            former.Remove(await CurrentOf(staying, ct));
        former.Add(await FormerOf(gone, ct));
        former.Add(await CurrentOf(gone, ct));
        return former;
    }

    private async Task<Traces> FormerOf(IReadOnlyCollection<CustomerId> people, CancellationToken ct)
    {
        var traces = Traces.None;
        foreach (var some in people.Chunk(AtOnce))
        {
            var details = await FormerDetails.Of(db, [.. some], ct);
            traces.Add(Traces.Of(details.Names, details.Emails, details.Phones));
        }

        return traces;
    }

    private async Task<Traces> CurrentOf(IReadOnlyCollection<CustomerId> people, CancellationToken ct)
    {
        var traces = Traces.None;
        foreach (var some in people.Chunk(AtOnce))
        {
            var customers = await db.Customers.AsNoTracking().Where(c => some.Contains(c.Id)).Select(c => new { c.FirstName, c.LastName, c.Email }).ToListAsync(ct);
            var phones = await db.CustomerPhones.AsNoTracking().Where(p => some.Contains(p.CustomerId)).Select(p => p.Number).ToListAsync(ct);
            traces.Add(Traces.Of(customers.Select(c => (c.FirstName, c.LastName)), customers.Select(c => c.Email).OfType<EmailAddress>(), phones));
        }

        return traces;
    }

    // Numbers as they are stored, whatever spaces they were written with.
    private static string Fold(string text) => PhoneNumber.TryParse(text, out var phone) && phone.IsInternational ? phone.Value
        : SearchText.Fold(text.Normalize(NormalizationForm.FormC).Trim());

    /// <param name="Whole">What names somebody alone, folded.</param>
    /// <param name="Names">What names somebody where both stand in one row, folded.</param>
    private sealed record Traces(HashSet<string> Whole, HashSet<(string First, string Last)> Names)
    {
        public static Traces None => new([], []);

        public static Traces Of(IEnumerable<(string First, string Last)> names, IEnumerable<EmailAddress> emails, IEnumerable<PhoneNumber> phones)
        {
            var traces = new Traces([.. emails.Select(e => Fold(e.Value)), .. phones.Select(p => Fold(p.Value))], []);
            foreach (var (first, last) in names.Where(n => Fold(n.First).Length > 0))
            {
                traces.Whole.UnionWith([Fold($"{first} {last}"), Fold($"{last} {first}"), Fold($"{last}, {first}")]);
                traces.Names.Add((Fold(first), Fold(last)));
            }

            traces.Whole.Remove("");
            return traces;
        }

        public void Add(Traces others)
        {
            Whole.UnionWith(others.Whole);
            Names.UnionWith(others.Names);
        }

        public void Remove(Traces others)
        {
            Whole.ExceptWith(others.Whole);
            Names.ExceptWith(others.Names);
        }
    }
}
