using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Each row is a person and, where a company is named, the organisation whose contact person they are. An organisation of the same key, or of
/// the same business identity code, is used again.
/// </summary>
/// <param name="forgotten">Who was erased from the register; null where somebody has decided that they come back.</param>
internal sealed class CustomerRows(RegisterContext db, TimeProvider clock, ImportTerms terms, BulkWriter bulk, FindForgotten? forgotten) : ImportedRows(terms)
{
    private const int NameLength = 100, CompanyNameLength = 200, WebsiteLength = 500;

    public override async Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<WeighedRow> rows, CancellationToken ct)
    {
        var keys = rows.Select(w => w.Draft).OfType<CustomerDraft>().Select(d => d.Key).ToList();
        var known = await db.Customers.Where(c => keys.Contains(c.SourceKey!)).Select(c => new { Key = c.SourceKey!, c.Number }).ToDictionaryAsync(c => c.Key, c => c.Number, ct);
        foreach (var former in await FormerKeys.Among(db, keys, ct))
            known.TryAdd(former.Key, former.Number);
        HashSet<string> gone = forgotten is null || !await forgotten.IsNeeded(ct) ? []
            : await forgotten.Among(rows.Select(w => w.Draft).OfType<CustomerDraft>().Where(d => !known.ContainsKey(d.Key)).SelectMany(Hints).Select(h => h.Hint), ct);
        var seen = new HashSet<string>();
        return [.. rows.Select(w => w.Draft is not CustomerDraft draft ? w
            // One that this very import has brought stood on an earlier row.
            : !seen.Add(draft.Key) || known.TryGetValue(draft.Key, out var number) && IsOfThisImport(number) ? Reject(w, ImportReason.RepeatedKey, ImportField.CustomerKey)
            : known.ContainsKey(draft.Key) ? w with { Fate = RowFate.Unchanged }
            : gone.Count > 0 && Hints(draft).FirstOrDefault(h => gone.Contains(h.Hint)) is { Hint: not null } hint ? Reject(w, ImportReason.Forgotten, hint.Field)
            : w)];
    }

    public override async Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct)
    {
        var drafts = rows.Where(r => r.Fate == RowFate.New).Select(r => (CustomerDraft)r.Draft!).ToList();
        if (drafts.Count == 0)
            return;
        var entries = new List<AuditEntry>(drafts.Count);
        var organisations = await Organisations(drafts, entries, actor, ct);
        var number = await bulk.TakeNumbers(NumberSeries.Customers, drafts.Count, ct);
        var source = new Provenance(Terms.SourceKind, Terms.Source, Terms.Today);
        var customers = new List<Customer>(drafts.Count);
        foreach (var draft in drafts)
        {
            var customer = Register(draft, number++, draft.Organisation is { } organisation ? organisations[organisation.Key] : null, source);
            customers.Add(customer);
            entries.Add(AuditEntry.Of(actor, AuditAction.CustomerRegistered, clock, customer.Id));
        }

        await bulk.Write(customers, ct);
        await bulk.Write([.. customers.SelectMany(c => c.Phones)], ct);
        await bulk.Write([.. customers.SelectMany(c => c.Addresses)], ct);
        await bulk.Write([.. customers.SelectMany(c => c.ContactRoles)], ct);
        await bulk.Write(entries, ct);
    }

    private Customer Register(CustomerDraft draft, long number, Organisation? organisation, Provenance source) =>
        Customer.Register(EntityKey.New<CustomerId>(clock), number, draft.FirstName, draft.LastName, draft.Language, draft.RelationshipStart, source, draft.Key, customer =>
        {
            if (draft.LanguageIsSupposed)
                customer.SupposeLanguage(draft.Language);
            if (draft.Email is not null)
                customer.ChangeEmail(draft.Email, source);
            if (draft.Website is not null)
                customer.ChangeWebsite(draft.Website, source);
            Phone(customer, PhoneKind.Phone, draft.Phone);
            Phone(customer, PhoneKind.Mobile, draft.Mobile);
            Phone(customer, PhoneKind.Fax, draft.Fax);
            if (draft.Address is not null)
                customer.AddAddress(CustomerAddress.Of(customer.Id, AddressKind.Postal, draft.Address, source, clock));
            if (organisation is not null)
                customer.Represent(ContactRole.Of(customer.Id, organisation, draft.JobTitle, draft.RelationshipStart, source, clock));
        });

    private void Phone(Customer customer, PhoneKind kind, PhoneNumber? number)
    {
        if (number is not null)
            customer.AddPhone(CustomerPhone.Of(customer.Id, kind, number, customer.NameSource!, clock));
    }

    private bool IsOfThisImport(long number) => bulk.Numbers.Of(NumberSeries.Customers)?.Holds(number) == true;

    /// <summary>By what somebody who was forgotten would be noticed.</summary>
    private IEnumerable<(ImportField Field, string Hint)> Hints(CustomerDraft draft)
    {
        if (draft.Email is not null)
            yield return (ImportField.Email, forgotten!.Hint(draft.Email));
        if (draft.Phone is not null)
            yield return (ImportField.Phone, forgotten!.Hint(draft.Phone));
        if (draft.Mobile is not null)
            yield return (ImportField.Mobile, forgotten!.Hint(draft.Mobile));
    }

    /// <summary>The organisations of the drafts by their source keys: those of the register, and new ones.</summary>
    private async Task<Dictionary<string, Organisation>> Organisations(IReadOnlyList<CustomerDraft> drafts, List<AuditEntry> entries, Actor actor, CancellationToken ct)
    {
        if (!drafts.Any(d => d.Organisation is not null))
            return [];
        var wanted = drafts.Where(d => d.Organisation is not null).DistinctBy(d => d.Organisation!.Key).ToList();
        var keys = wanted.Select(d => d.Organisation!.Key).ToList();
        var businessIds = wanted.Select(d => d.Organisation!.BusinessId).OfType<BusinessId>().Distinct().ToList();
        var known = await db.Organisations.AsNoTracking().Where(o => keys.Contains(o.SourceKey!) || businessIds.Contains(o.BusinessId!)).ToListAsync(ct);
        var byKey = known.Where(o => o.SourceKey is not null).ToDictionary(o => o.SourceKey!);
        var byBusinessId = known.Where(o => o.BusinessId is not null).GroupBy(o => o.BusinessId!).ToDictionary(g => g.Key, g => g.First());
        var found = new Dictionary<string, Organisation>();
        var missing = new List<CustomerDraft>();
        foreach (var draft in wanted)
        {
            var organisation = draft.Organisation!;
            if (byKey.TryGetValue(organisation.Key, out var same) || organisation.BusinessId is { } id && byBusinessId.TryGetValue(id, out same))
                found.Add(organisation.Key, same);
            else
                missing.Add(draft);
        }

        if (missing.Count == 0)
            return found;
        var number = await bulk.TakeNumbers(NumberSeries.Organisations, missing.Count, ct);
        var made = new List<Organisation>(missing.Count);
        foreach (var draft in missing)
        {
            var wantedOrganisation = draft.Organisation!;
            // Two rows of this batch may name the same company by its business identity code.
            if (wantedOrganisation.BusinessId is { } id && byBusinessId.TryGetValue(id, out var same))
            {
                found.Add(wantedOrganisation.Key, same);
                continue;
            }

            var organisation = Organisation.Register(EntityKey.New<OrganisationId>(clock), number++, wantedOrganisation.Name, wantedOrganisation.BusinessId, draft.Address, wantedOrganisation.Key);
            made.Add(organisation);
            entries.Add(AuditEntry.Of(actor, AuditAction.OrganisationRegistered, clock, subject: organisation.Id.Value));
            found.Add(wantedOrganisation.Key, organisation);
            if (organisation.BusinessId is { } registered)
                byBusinessId.Add(registered, organisation);
        }

        await bulk.Write(made, ct);
        return found;
    }

    protected override ImportDraft? ReadRow(RowReader row)
    {
        var key = row.RequiredText(ImportField.CustomerKey, SourceName.MaxKeyLength);
        var (firstName, lastName) = ReadName(row);
        var address = ReadAddress(row, ImportField.Street, ImportField.PostalCode, ImportField.City, ImportField.Region, ImportField.Country);
        // A file that names no country was written at home.
        var country = address?.Country is { } written ? CountryCode.Of(written) : CountryCode.Finland;
        var language = ReadLanguage(row);
        var draft = new CustomerDraft(
            SourceName.Key(Terms.Source, key),
            firstName,
            lastName,
            ReadOrganisation(row, key),
            row.Text(ImportField.JobTitle, NameLength),
            ReadEmail(row),
            ReadWebsite(row),
            ReadPhone(row, ImportField.Phone, country),
            ReadPhone(row, ImportField.Mobile, country),
            ReadPhone(row, ImportField.Fax, country),
            address,
            language ?? LanguageOf(country),
            language is null,
            row.Day(ImportField.RelationshipStart) ?? Terms.Today);
        return row.Problems.Count == 0 ? draft : null;
    }

    internal static (string First, string Last) ReadName(RowReader row)
    {
        var before = row.Problems.Count;
        var (first, last) = (row.Text(ImportField.FirstName, NameLength), row.Text(ImportField.LastName, NameLength));
        var contact = row.Text(ImportField.ContactName, 2 * NameLength + 1);
        if (row.Problems.Count > before)
            return ("", "");
        if (last is not null)
            return (first ?? "", last);
        if (contact is null)
        {
            row.Refuse(row.Has(ImportField.LastName) ? ImportField.LastName : ImportField.ContactName, ImportReason.MissingValue);
            return ("", "");
        }

        (first, last) = ContactName.Split(contact);
        if (Math.Max(first.Length, last.Length) > NameLength)
            row.Refuse(ImportField.ContactName, ImportReason.ValueTooLong, NameLength, Math.Max(first.Length, last.Length));
        return (first, last);
    }

    private OrganisationDraft? ReadOrganisation(RowReader row, string customerKey)
    {
        var name = row.Text(ImportField.CompanyName, CompanyNameLength);
        var key = row.Text(ImportField.CompanyKey, SourceName.MaxKeyLength);
        var written = row.Text(ImportField.BusinessId, 40);
        BusinessId? businessId = null;
        if (written is not null && !BusinessId.TryParse(written, out businessId))
            row.Refuse(ImportField.BusinessId, ImportReason.UnreadableBusinessId);
        if (name is not null)
            return new(SourceName.Key(Terms.Source, key ?? customerKey), name, businessId);
        // A key or code without a name names nothing that could be shown.
        if (key is not null || written is not null)
            row.Refuse(ImportField.CompanyName, ImportReason.MissingValue);
        return null;
    }

    internal static EmailAddress? ReadEmail(RowReader row)
    {
        EmailAddress? email = null;
        if (row.Text(ImportField.Email, EmailAddress.MaxLength) is { } text && !EmailAddress.TryParse(text, out email))
            row.Refuse(ImportField.Email, ImportReason.UnreadableEmail);
        return email;
    }

    private static WebAddress? ReadWebsite(RowReader row)
    {
        if (row.Text(ImportField.Website, WebsiteLength) is not { } text)
            return null;
        if (!WebAddress.TryParse(text, out var website))
            row.Refuse(ImportField.Website, ImportReason.UnreadableWebAddress);
        else if (website.Value.Length > WebsiteLength)
            row.Refuse(ImportField.Website, ImportReason.ValueTooLong, WebsiteLength, website.Value.Length);
        else
            return website;
        return null;
    }

    internal static PhoneNumber? ReadPhone(RowReader row, ImportField field, string? country)
    {
        PhoneNumber? number = null;
        if (row.Text(field, PhoneNumber.MaxLength) is { } text && !PhoneNumber.TryParse(text, country, out number))
            row.Refuse(field, ImportReason.UnreadablePhone);
        return number;
    }

    internal static PostalAddress? ReadAddress(RowReader row, ImportField street, ImportField postalCode, ImportField city, ImportField region, ImportField country)
    {
        string? Part(ImportField field) => row.Text(field, PostalAddress.MaxPartLength);
        return PostalAddress.TryCreate(Part(street), Part(postalCode), Part(city), Part(region), Part(country), out var address) ? address : null;
    }

    private static Language LanguageOf(string? country) => country switch { "FI" => Language.Fi, "SE" => Language.Sv, _ => Language.En };

    /// <returns>Null where the row tells none.</returns>
    private static Language? ReadLanguage(RowReader row)
    {
        if (row.Text(ImportField.Language, 40) is not { } text)
            return null;
        switch (SearchText.Fold(text))
        {
            case "fi" or "fin" or "suomi" or "finska" or "finnish":
                return Language.Fi;
            case "sv" or "swe" or "se" or "ruotsi" or "svenska" or "swedish":
                return Language.Sv;
            case "en" or "eng" or "englanti" or "engelska" or "english":
                return Language.En;
            default:
                row.Refuse(ImportField.Language, ImportReason.UnknownLanguage);
                return Language.Fi;
        }
    }
}
