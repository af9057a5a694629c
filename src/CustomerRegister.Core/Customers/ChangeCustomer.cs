using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.Restrictions;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Customers;

/// <summary>A customer's details as they shall be: a phone or address that is not in its list is removed.</summary>
/// <param name="Version">The customer's version on which the change was made.</param>
/// <param name="Language">Null leaves it as it is: supposed, where nobody has told it.</param>
/// <param name="Addresses">Does not count where a protected address is hidden from the actor: then the addresses stay as they are.</param>
/// <param name="SourceKind">Where the changed values came from; what does not change keeps its source.</param>
public sealed record ChangeCustomerCommand(
    CustomerId Id, long Version, string FirstName, string LastName, Language? Language, EmailAddress? Email, WebAddress? Website,
    IReadOnlyList<PhoneEntry> Phones, IReadOnlyList<AddressEntry> Addresses, EInvoiceAddress? EInvoice, string? Note, SourceKind SourceKind, string? SourceName);

/// <param name="Id">Null for a new one.</param>
public sealed record PhoneEntry(CustomerPhoneId? Id, PhoneKind Kind, PhoneNumber Number);

/// <param name="Id">Null for a new one.</param>
public sealed record AddressEntry(CustomerAddressId? Id, AddressKind Kind, PostalAddress Address);

public enum ChangeCustomerRefusal
{
    NotFound,
    LastNameMissing,
    /// <summary>Somebody else has saved since the version was read.</summary>
    ChangedMeanwhile,
    /// <summary>The data is stored but not used: see <see cref="Restriction"/>.</summary>
    Restricted,
}

/// <summary>Changes a customer's name, language, contact details, e-invoice address and note. Each changed group gets the source and today's date (N13).</summary>
public sealed class ChangeCustomer(RegisterContext db, ChangeEmail changeEmail, TimeProvider clock)
{
    /// <returns>The names of the groups that changed; none if nothing did, and then nothing is saved.</returns>
    public async Task<Outcome<IReadOnlyList<string>, ChangeCustomerRefusal>> Run(ChangeCustomerCommand command, Actor actor, CancellationToken ct)
    {
        if (WrittenText.OneLine(command.LastName) is null)
            return ChangeCustomerRefusal.LastNameMissing;
        var customer = await CustomerDetails.ForChange(db, command.Id, ct);
        if (customer is null)
            return ChangeCustomerRefusal.NotFound;
        if (customer.Version != command.Version)
            return ChangeCustomerRefusal.ChangedMeanwhile;
        if (await db.IsRestricted(customer.Id, ct))
            return ChangeCustomerRefusal.Restricted;

        var changed = await Write(command, customer, actor, ct);
        if (changed.Count == 0)
            return changed;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return ChangeCustomerRefusal.ChangedMeanwhile;
        }

        return changed;
    }

    /// <summary>Writes the change into a customer that is tracked with all details, for a use case that has made its own checks and saves.</summary>
    internal async Task<List<string>> Write(ChangeCustomerCommand command, Customer customer, Actor actor, CancellationToken ct)
    {
        var changed = await Apply(command, customer, actor, ct);
        if (changed.Count == 0)
            return changed;
        // A changed phone or address is a change of the customer, also where it leaves the customer's own row alone.
        db.Entry(customer).Property(c => c.Version).IsModified = true;
        db.Add(AuditEntry.Of(actor, AuditAction.CustomerChanged, clock, customer.Id, fields: changed));
        return changed;
    }

    private async Task<List<string>> Apply(ChangeCustomerCommand command, Customer customer, Actor actor, CancellationToken ct)
    {
        Provenance Source() => new(command.SourceKind, command.SourceName, clock.Today());
        var changed = new List<string>();
        if (customer.FirstName != (WrittenText.OneLine(command.FirstName) ?? "") || customer.LastName != WrittenText.OneLine(command.LastName))
        {
            customer.Rename(command.FirstName, command.LastName, Source());
            changed.Add("Name");
        }

        // Told for the first time, the language that was supposed is a change too: from now on it is known.
        if (command.Language is { } language && (customer.Language != language || customer.LanguageSource is null))
        {
            customer.ChangeLanguage(language, Source());
            changed.Add(nameof(customer.Language));
        }

        // Compared as written: a new writing of the same address is a change too.
        if (customer.Email?.Value != command.Email?.Value)
        {
            await changeEmail.Run(customer, command.Email, Source(), actor, ct);
            changed.Add(nameof(customer.Email));
        }

        if (customer.Website != command.Website)
        {
            customer.ChangeWebsite(command.Website, Source());
            changed.Add(nameof(customer.Website));
        }

        if (ApplyPhones(command, customer, Source))
            changed.Add(nameof(customer.Phones));
        if (!customer.IsAddressHiddenFrom(actor) && ApplyAddresses(command, customer, Source))
            changed.Add(nameof(customer.Addresses));
        if (customer.EInvoice != command.EInvoice)
        {
            customer.ChangeEInvoice(command.EInvoice, Source());
            changed.Add(nameof(customer.EInvoice));
        }

        if (customer.Note != WrittenText.Lines(command.Note))
        {
            customer.ChangeNote(command.Note, Source());
            changed.Add(nameof(customer.Note));
        }

        return changed;
    }

    private bool ApplyPhones(ChangeCustomerCommand command, Customer customer, Func<Provenance> source)
    {
        var changes = 0;
        foreach (var phone in customer.Phones.ToList())
        {
            var entry = command.Phones.FirstOrDefault(e => e.Id == phone.Id);
            if (entry is not null && entry.Kind == phone.Kind && entry.Number.Value == phone.Number.Value)
                continue;
            changes++;
            if (entry is null)
                customer.RemovePhone(phone);
            else
                customer.ChangePhone(phone, entry.Kind, entry.Number, source());
        }

        foreach (var entry in command.Phones.Where(e => e.Id is not { } id || customer.Phones.All(p => p.Id != id)))
        {
            changes++;
            var phone = CustomerPhone.Of(customer.Id, entry.Kind, entry.Number, source(), clock);
            customer.AddPhone(phone);
            db.Add(phone);
        }

        return changes > 0;
    }

    private bool ApplyAddresses(ChangeCustomerCommand command, Customer customer, Func<Provenance> source)
    {
        var changes = 0;
        foreach (var address in customer.Addresses.ToList())
        {
            var entry = command.Addresses.FirstOrDefault(e => e.Id == address.Id);
            if (entry is not null && entry.Kind == address.Kind && entry.Address == address.Address)
                continue;
            changes++;
            if (entry is null)
                customer.RemoveAddress(address);
            else
                customer.ChangeAddress(address, entry.Kind, entry.Address, source());
        }

        foreach (var entry in command.Addresses.Where(e => e.Id is not { } id || customer.Addresses.All(a => a.Id != id)))
        {
            changes++;
            var address = CustomerAddress.Of(customer.Id, entry.Kind, entry.Address, source(), clock);
            customer.AddAddress(address);
            db.Add(address);
        }

        return changes > 0;
    }
}
