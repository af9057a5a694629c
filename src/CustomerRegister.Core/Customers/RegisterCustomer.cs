using CustomerRegister.Audit;
using CustomerRegister.Data;

namespace CustomerRegister.Customers;

public sealed record RegisterCustomerCommand(
    string FirstName, string LastName, Language Language, EmailAddress? Email, WebAddress? Website,
    IReadOnlyList<PhoneEntry> Phones, IReadOnlyList<AddressEntry> Addresses, DateOnly RelationshipStart, SourceKind SourceKind, string? SourceName,
    EInvoiceAddress? EInvoice = null, string? Note = null);

public enum RegisterCustomerRefusal
{
    LastNameMissing,
    StartInFuture,
}

/// <summary>Takes a person into the register; every group of values gets the same source and today's date (N13).</summary>
public sealed class RegisterCustomer(RegisterContext db, TimeProvider clock)
{
    public async Task<Outcome<Customer, RegisterCustomerRefusal>> Run(RegisterCustomerCommand command, Actor actor, CancellationToken ct)
    {
        var today = clock.Today();
        if (WrittenText.OneLine(command.LastName) is null)
            return RegisterCustomerRefusal.LastNameMissing;
        if (command.RelationshipStart > today)
            return RegisterCustomerRefusal.StartInFuture;

        Provenance Source() => new(command.SourceKind, command.SourceName, today);
        var number = await db.TakeNumber(NumberSeries.Customers, ct);
        var customer = Customer.Register(EntityKey.New<CustomerId>(clock), number, command.FirstName, command.LastName, command.Language, command.RelationshipStart, Source());
        if (command.Email is not null)
            customer.ChangeEmail(command.Email, Source());
        if (command.Website is not null)
            customer.ChangeWebsite(command.Website, Source());
        foreach (var phone in command.Phones)
            customer.AddPhone(CustomerPhone.Of(customer.Id, phone.Kind, phone.Number, Source(), clock));
        foreach (var address in command.Addresses)
            customer.AddAddress(CustomerAddress.Of(customer.Id, address.Kind, address.Address, Source(), clock));
        if (command.EInvoice is not null)
            customer.ChangeEInvoice(command.EInvoice, Source());
        customer.ChangeNote(command.Note, Source());
        db.Add(customer);
        db.Add(AuditEntry.Of(actor, AuditAction.CustomerRegistered, clock, customer.Id));
        await db.SaveChangesAsync(ct);
        return customer;
    }
}
