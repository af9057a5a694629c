using CustomerRegister.Web.Localization;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A field that somebody else changed while this one was editing.</summary>
/// <param name="Label">As on the form.</param>
/// <param name="Was">What stood there when the form was opened; empty where the other added it.</param>
/// <param name="Stored">What the other saved; empty where the other removed it.</param>
/// <param name="Mine">What this one wrote, which stays in the form; null where this one left the field alone, empty where it was removed.</param>
public sealed record ChangedField(string Label, string Was, string Stored, string? Mine);

/// <summary>
/// Brings together what two people did to the same customer at once: what only the other changed is taken from the other,
/// what only this one changed stays as typed, and where both changed the same field this one's words stay. All that the other changed is listed, side by side.
/// </summary>
public sealed class CustomerFormMerge(IStringLocalizer<StaffTexts> texts, TermNames terms)
{
    private readonly List<ChangedField> changes = [];

    /// <param name="mine">The form as it was sent; it is changed into the merged one.</param>
    /// <param name="was">The form as it was shown before.</param>
    /// <param name="stored">What is stored now.</param>
    public IReadOnlyList<ChangedField> Merge(CustomerForm mine, CustomerForm was, CustomerForm stored)
    {
        mine.FirstName = Take(texts["Form.FirstName"], mine.FirstName, was.FirstName, stored.FirstName);
        mine.LastName = Take(texts["Form.LastName"], mine.LastName, was.LastName, stored.LastName);
        mine.Language = Take(texts["Form.Language"], mine.Language, was.Language, stored.Language, language => language is { } known ? terms[known] : "");
        mine.Email = Take(texts["Form.Email"], mine.Email, was.Email, stored.Email);
        mine.Website = Take(texts["Form.Website"], mine.Website, was.Website, stored.Website);
        mine.Phones = Rows(mine.Phones, was.Phones, stored.Phones, p => p.Id, p => string.IsNullOrWhiteSpace(p.Number), p => p with { Id = null },
            p => (terms[p.Kind], p.Number ?? ""));
        // Addresses that are hidden from the reader by now are neither compared nor shown.
        if (stored.AddressHiddenUntil is null)
        {
            mine.Addresses = Rows(mine.Addresses, was.Addresses, stored.Addresses, a => a.Id, a => a.IsEmpty, a => a with { Id = null },
                a => (terms[a.Kind], a.ToString()));
        }

        mine.EInvoice = Take(texts["Form.EInvoice"], mine.EInvoice, was.EInvoice, stored.EInvoice);
        mine.EInvoiceOperator = Take(texts["Form.EInvoiceOperator"], mine.EInvoiceOperator, was.EInvoiceOperator, stored.EInvoiceOperator);
        mine.Note = Take(texts["Form.Note"], mine.Note, was.Note, stored.Note);
        return changes;
    }

    private string? Take(string label, string? mine, string? was, string? stored) => Take(label, Tidy(mine), Tidy(was), Tidy(stored), text => text ?? "");

    private T Take<T>(string label, T mine, T was, T stored, Func<T, string> show)
    {
        if (Equals(stored, was))
            return mine;
        var both = !Equals(mine, was) && !Equals(mine, stored);
        changes.Add(new ChangedField(label, show(was), show(stored), both ? show(mine) : null));
        return both ? mine : stored;
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
            var changedByOther = !row.Equals(before);
            var removedByMe = before is not null && (typed is null || isEmpty(typed));
            var changedByMe = !removedByMe && before is not null && !typed!.Equals(before) && !typed.Equals(row);
            // What the other changed is not lost to a removal that did not know of it.
            if (changedByMe || !removedByMe || changedByOther)
                merged.Add(changedByMe ? typed! : row);
            if (changedByOther)
                changes.Add(new ChangedField(show(row).Label, before is null ? "" : show(before).Value, show(row).Value, changedByMe ? show(typed!).Value : removedByMe ? "" : null));
        }

        foreach (var before in was.Where(r => idOf(r) is not null && !stored.Exists(s => idOf(s) == idOf(r))))
        {
            // The other removed it: what this one wrote there is kept as a new row.
            var typed = mine.Find(r => idOf(r) == idOf(before));
            var keep = typed is not null && !isEmpty(typed) && !typed.Equals(before);
            if (keep)
                merged.Add(asNew(typed!));
            changes.Add(new ChangedField(show(before).Label, show(before).Value, "", keep ? show(typed!).Value : null));
        }

        merged.AddRange(mine.Where(r => idOf(r) is null && !isEmpty(r)));
        return merged;
    }

    private static string? Tidy(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim() is { Length: > 0 } tidy ? tidy : null;
}
