using CustomerRegister.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A field that two people changed at once.</summary>
/// <param name="Label">As on the form.</param>
/// <param name="Stored">What the other saved; empty where the other removed it.</param>
public sealed record ConflictingField(string Label, string Stored);

/// <summary>
/// Brings together what two people did to the same customer at once: what only the other changed is taken from the other,
/// what only this one changed stays as typed, and where both changed the same field this one's words stay and the other's are shown.
/// </summary>
public sealed class CustomerFormMerge(IStringLocalizer<StaffTexts> texts, TermNames terms)
{
    private readonly List<ConflictingField> conflicts = [];

    /// <param name="mine">The form as it was sent; it is changed into the merged one.</param>
    /// <param name="was">The form as it was shown before.</param>
    /// <param name="stored">What is stored now.</param>
    public IReadOnlyList<ConflictingField> Merge(CustomerForm mine, CustomerForm was, CustomerForm stored)
    {
        mine.FirstName = Take(texts["Form.FirstName"], mine.FirstName, was.FirstName, stored.FirstName);
        mine.LastName = Take(texts["Form.LastName"], mine.LastName, was.LastName, stored.LastName);
        mine.Email = Take(texts["Form.Email"], mine.Email, was.Email, stored.Email);
        mine.Website = Take(texts["Form.Website"], mine.Website, was.Website, stored.Website);
        if (mine.Language == was.Language)
            mine.Language = stored.Language;
        else if (stored.Language != was.Language && stored.Language != mine.Language)
            conflicts.Add(new ConflictingField(texts["Form.Language"], terms[stored.Language!.Value]));

        mine.Phones = Rows(mine.Phones, was.Phones, stored.Phones, p => p.Id, p => string.IsNullOrWhiteSpace(p.Number), p => p with { Id = null },
            p => (terms[p.Kind], p.Number ?? ""));
        mine.Addresses = Rows(mine.Addresses, was.Addresses, stored.Addresses, a => a.Id, a => a.IsEmpty, a => a with { Id = null },
            a => (terms[a.Kind], a.ToString()));
        return conflicts;
    }

    private string? Take(string label, string? mine, string? was, string? stored)
    {
        if (Same(mine, was))
            return stored;
        if (!Same(stored, was) && !Same(stored, mine))
            conflicts.Add(new ConflictingField(label, stored ?? ""));
        return mine;
    }

    private List<T> Rows<T>(
        List<T> mine, List<T> was, List<T> stored, Func<T, Guid?> idOf, Func<T, bool> isEmpty, Func<T, T> asNew, Func<T, (string Label, string Value)> show)
        where T : class
    {
        var merged = new List<T>();
        foreach (var row in stored)
        {
            var before = was.Find(r => idOf(r) == idOf(row));
            var typed = mine.Find(r => idOf(r) == idOf(row));
            if (typed is null || typed.Equals(before))
            {
                merged.Add(row);
                continue;
            }

            merged.Add(typed);
            if (!row.Equals(before) && !row.Equals(typed))
                conflicts.Add(new ConflictingField(show(row).Label, show(row).Value));
        }

        foreach (var typed in mine.Where(r => !isEmpty(r) && !stored.Exists(s => idOf(s) == idOf(r))))
        {
            var before = was.Find(r => idOf(r) is { } id && id == idOf(typed));
            if (before is null)
                merged.Add(typed);
            else if (!typed.Equals(before))
            {
                // The other removed what this one changed.
                merged.Add(asNew(typed));
                conflicts.Add(new ConflictingField(show(typed).Label, ""));
            }
        }

        return merged;
    }

    private static bool Same(string? one, string? other) => (one ?? "").Trim() == (other ?? "").Trim();
}
