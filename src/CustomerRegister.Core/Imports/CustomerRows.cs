using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Imports;

/// <summary>
/// Each row is a person and, where a company is named, the organisation whose contact person they are. An organisation of the same key, or of
/// the same business identity code, is used again.
/// </summary>
internal sealed class CustomerRows(RegisterContext db, TimeProvider clock, ImportTerms terms) : ImportedRows
{
    private const int NameLength = 100, CompanyNameLength = 200, WebsiteLength = 500;

    private readonly HashSet<string> seen = [];

    public override async Task<IReadOnlyList<WeighedRow>> Weigh(IReadOnlyList<CsvRow> rows, CancellationToken ct)
    {
        var weighed = Read(rows, terms.Positions, ReadRow);
        var keys = weighed.Select(w => w.Draft).OfType<CustomerDraft>().Select(d => d.Key).ToList();
        var known = await db.Customers.Where(c => keys.Contains(c.SourceKey!)).Select(c => c.SourceKey!).ToHashSetAsync(ct);
        return [.. weighed.Select(w => w.Draft is not CustomerDraft draft ? w
            : !seen.Add(draft.Key) ? WeighedRow.Rejected(w.Line, Problem(ImportReason.RepeatedKey, ImportField.CustomerKey, terms.Positions))
            : known.Contains(draft.Key) ? w with { Fate = RowFate.Unchanged }
            : w)];
    }

    public override async Task Add(IReadOnlyList<WeighedRow> rows, Actor actor, CancellationToken ct)
    {
        var drafts = rows.Where(r => r.Fate == RowFate.New).Select(r => (CustomerDraft)r.Draft!).ToList();
        if (drafts.Count == 0)
            return;
        var organisations = await Organisations(drafts, actor, ct);
        var number = await db.TakeNumber(NumberSeries.Customers, ct, drafts.Count);
        var source = new Provenance(terms.SourceKind, terms.Source, terms.Today);
        foreach (var draft in drafts)
        {
            var customer = Customer.Register(EntityKey.New<CustomerId>(clock), number++, draft.FirstName, draft.LastName, draft.Language, draft.RelationshipStart, source, draft.Key);
            if (draft.Email is not null)
                customer.ChangeEmail(draft.Email, source);
            if (draft.Website is not null)
                customer.ChangeWebsite(draft.Website, source);
            foreach (var (kind, phone) in new[] { (PhoneKind.Phone, draft.Phone), (PhoneKind.Mobile, draft.Mobile), (PhoneKind.Fax, draft.Fax) })
            {
                if (phone is not null)
                    customer.AddPhone(CustomerPhone.Of(customer.Id, kind, phone, source, clock));
            }

            if (draft.Address is not null)
                customer.AddAddress(CustomerAddress.Of(customer.Id, AddressKind.Postal, draft.Address, source, clock));
            if (draft.Organisation is { } organisation)
                customer.Represent(ContactRole.Of(customer.Id, organisations[organisation.Key], draft.JobTitle, draft.RelationshipStart, source, clock));
            db.Add(customer);
            db.Add(AuditEntry.Of(actor, AuditAction.CustomerRegistered, clock, customer.Id));
        }
    }

    /// <summary>The organisations of the drafts by their source keys: those of the register, and new ones.</summary>
    private async Task<Dictionary<string, Organisation>> Organisations(IReadOnlyList<CustomerDraft> drafts, Actor actor, CancellationToken ct)
    {
        var wanted = drafts.Where(d => d.Organisation is not null).DistinctBy(d => d.Organisation!.Key).ToList();
        var keys = wanted.Select(d => d.Organisation!.Key).ToList();
        var businessIds = wanted.Select(d => d.Organisation!.BusinessId).OfType<BusinessId>().Distinct().ToList();
        var known = await db.Organisations.Where(o => keys.Contains(o.SourceKey!) || businessIds.Contains(o.BusinessId!)).ToListAsync(ct);
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
        var number = await db.TakeNumber(NumberSeries.Organisations, ct, missing.Count);
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
            db.Add(organisation);
            db.Add(AuditEntry.Of(actor, AuditAction.OrganisationRegistered, clock, subject: organisation.Id.Value));
            found.Add(wantedOrganisation.Key, organisation);
            if (organisation.BusinessId is { } registered)
                byBusinessId.Add(registered, organisation);
        }

        return found;
    }

    private CustomerDraft? ReadRow(RowReader row)
    {
        var key = row.RequiredText(ImportField.CustomerKey, SourceName.MaxKeyLength);
        var (firstName, lastName) = ReadName(row);
        var address = ReadAddress(row, ImportField.Street, ImportField.PostalCode, ImportField.City, ImportField.Region, ImportField.Country);
        // A file that names no country was written at home.
        var country = address?.Country is { } written ? CountryCode.Of(written) : CountryCode.Finland;
        var draft = new CustomerDraft(
            SourceName.Key(terms.Source, key),
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
            ReadLanguage(row, country),
            row.Day(ImportField.RelationshipStart) ?? terms.Today);
        return row.Problems.Count == 0 ? draft : null;
    }

    private static (string First, string Last) ReadName(RowReader row)
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
            return new(SourceName.Key(terms.Source, key ?? customerKey), name, businessId);
        // A key or code without a name names nothing that could be shown.
        if (key is not null || written is not null)
            row.Refuse(ImportField.CompanyName, ImportReason.MissingValue);
        return null;
    }

    private static EmailAddress? ReadEmail(RowReader row)
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

    private static PhoneNumber? ReadPhone(RowReader row, ImportField field, string? country)
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

    private static Language ReadLanguage(RowReader row, string? country)
    {
        if (row.Text(ImportField.Language, 40) is not { } text)
            return country switch { "FI" => Language.Fi, "SE" => Language.Sv, _ => Language.En };
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
