using System.Text.Json;
using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Merging;
using CustomerRegister.Orders;
using CustomerRegister.Retention;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Portability;

/// <param name="Import">Opened by <see cref="PreparePackage"/>.</param>
/// <param name="Hash">Of the package that was looked at: only that one is taken in.</param>
/// <param name="DespiteDuplicates">Somebody has looked: it is another person.</param>
/// <param name="Return">Why somebody who was erased comes back; null where nobody has said so.</param>
/// <param name="WithHistory">Whether what the person did with the other controller is kept as history. What the purpose here does not need is not taken.</param>
public sealed record TakeInPackageCommand(ImportId Import, string Hash, bool DespiteDuplicates, ReturnReason? Return, bool WithHistory);

public enum TakeInPackageRefusal
{
    /// <summary>There is no such import, or it has run or was discarded.</summary>
    NotReady,

    /// <summary>Not the package that was looked at, or no longer readable.</summary>
    PackageChanged,
    MaybeDuplicate,
    Forgotten,
}

/// <param name="Duplicates">Who in the register may be the same person.</param>
/// <param name="IsForgotten">The person was erased from the register once.</param>
public sealed record PackagePreview(PortabilityDocument Document, IReadOnlyList<DuplicateCandidate> Duplicates, bool IsForgotten, string Hash);

/// <summary>
/// Takes a person into the register with what they have brought from another controller: all of it in one transaction that can be undone as one import, with that
/// controller as the source of every value. Orders come as archived ones, for they are nobody's to deliver or to invoice here; bans hold at once; consents do not.
/// </summary>
public sealed class TakeInPackage(RegisterContext db, TimeProvider clock, FindDuplicates duplicates, FindForgotten forgotten)
{
    private const int Batch = 1_000;

    /// <summary>What the package meets in the register. Stores nothing but that possible duplicates were looked at.</summary>
    public async Task<PackagePreview> Preview(PortabilityDocument document, string hash, Actor actor, CancellationToken ct) =>
        new(document, await duplicates.Run(Sought(document), actor, ct), await IsForgotten(document, ct), hash);

    public async Task<Outcome<CustomerId, TakeInPackageRefusal>> Run(TakeInPackageCommand command, Stream package, Actor actor, CancellationToken ct)
    {
        var read = await ReadPackage.From(package, ct);
        if (read.Document is not { } document || read.Hash != command.Hash)
            return TakeInPackageRefusal.PackageChanged;
        if (!command.DespiteDuplicates && (await duplicates.Run(Sought(document), actor, ct)).Count > 0)
            return TakeInPackageRefusal.MaybeDuplicate;
        var isForgotten = await IsForgotten(document, ct);
        if (isForgotten && command.Return is null)
            return TakeInPackageRefusal.Forgotten;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bulk = db.Bulk();
        await bulk.HoldImports(ct);
        if (await db.Imports.SingleOrDefaultAsync(i => i.Id == command.Import && i.Kind == ImportKind.Portability && i.State == ImportState.Ready, ct) is not { } import)
            return TakeInPackageRefusal.NotReady;
        var customer = await Add(document, import, command.WithHistory, bulk, ct);
        import.TakeIn(new ImportCounts(1, 0, 0), bulk.Numbers, actor, clock.Now());
        db.Add(AuditEntry.Of(actor, AuditAction.CustomerRegistered, clock, customer.Id));
        db.Add(AuditEntry.Of(actor, AuditAction.DataImported, clock, customer.Id, import.Id.Value));
        if (isForgotten)
            db.Add(AuditEntry.Of(actor, AuditAction.ForgottenReturned, clock, customer.Id, import.Id.Value, command.Return!.Value.ToString()));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return customer.Id;
    }

    private async Task<Customer> Add(PortabilityDocument document, Import import, bool withHistory, BulkWriter bulk, CancellationToken ct)
    {
        var (person, today) = (document.Person, clock.Today());
        // A source for each group of values: the context would take one that two share for one that moved.
        Provenance Source() => new(import.SourceKind, import.Source, today);
        var number = await bulk.TakeNumbers(NumberSeries.Customers, 1, ct);
        var organisations = await Organisations(document, import, bulk, ct);
        var customer = Customer.Register(
            EntityKey.New<CustomerId>(clock), number, person.FirstName, person.LastName, person.Language, today, Source(), BroughtKey.Of(import.Source, import.Id, null), made =>
            {
                if (EmailAddress.TryParse(person.Email, out var email))
                    made.ChangeEmail(email, Source());
                if (WebAddress.TryParse(person.Website, out var website))
                    made.ChangeWebsite(website, Source());
                if (person.EInvoice is { } invoicing)
                    made.ChangeEInvoice(EInvoiceAddress.Create(invoicing.Address, invoicing.Operator), Source());
                foreach (var a in document.Addresses)
                    made.AddAddress(CustomerAddress.Of(made.Id, a.Kind, PostalAddress.Create(a.Street, a.PostalCode, a.City, a.Region, a.Country), Source(), clock));
                foreach (var phone in document.Phones)
                    made.AddPhone(CustomerPhone.Of(made.Id, phone.Kind, PhoneNumber.Parse(phone.Number, null), Source(), clock));
                foreach (var (role, organisation) in document.Organisations.Zip(organisations))
                    made.Represent(ContactRole.Of(made.Id, organisation, role.Title, role.From, Source(), clock)).HoldFrom(role.From, role.To);
            });
        await bulk.Write([customer], ct);
        await bulk.Write(customer.Addresses, ct);
        await bulk.Write(customer.Phones, ct);
        await bulk.Write(customer.ContactRoles, ct);
        await bulk.Write([.. document.Bans.Select(b => Ban.Brought(customer.Id, b.Use, b.Forbidden, b.Channel, b.At, clock))], ct);
        if (withHistory)
            await bulk.Write(History(customer.Id, document.History), ct);
        foreach (var batch in document.Orders.Chunk(Batch))
            await AddOrders(batch, customer.Id, import, bulk, ct);
        return customer;
    }

    private async Task AddOrders(PortableOrder[] batch, CustomerId customer, Import import, BulkWriter bulk, CancellationToken ct)
    {
        var number = await bulk.TakeNumbers(NumberSeries.Orders, batch.Length, ct);
        var orders = batch.Select((brought, i) =>
        {
            var order = Order.Place(EntityKey.New<OrderId>(clock), number + i, customer, null, brought.PlacedOn, brought.Currency, brought.Freight, BroughtKey.Of(import.Source, import.Id, brought.Reference));
            order.DeliverTo(brought.DeliveryName, brought.DeliveryAddress is { } p ? PostalAddress.Create(p.Street, p.PostalCode, p.City, p.Region, p.Country) : null, brought.RequiredOn);
            foreach (var line in brought.Lines)
                order.AddLine(line.Product, line.UnitPrice, line.Quantity, line.Discount, line.VatRate);
            order.BringArchived(brought.DeliveredOn, brought.CancelledOn);
            return order;
        }).ToList();
        await bulk.Write(orders, ct);
        await bulk.Write([.. orders.SelectMany(o => o.Lines)], ct);
    }

    /// <summary>The organisations in the order of the roles: those of the register by their business identity code, and new ones.</summary>
    private async Task<List<Organisation>> Organisations(PortabilityDocument document, Import import, BulkWriter bulk, CancellationToken ct)
    {
        var codes = document.Organisations.Select(o => BusinessId.TryParse(o.BusinessId, out var id) ? id : null).ToList();
        var wanted = codes.OfType<BusinessId>().Distinct().ToList();
        var known = await db.Organisations.AsNoTracking().Where(o => wanted.Contains(o.BusinessId!)).OrderBy(o => o.Number).ToListAsync(ct);
        var (found, made) = (new List<Organisation>(), new List<Organisation>());
        foreach (var (role, code) in document.Organisations.Zip(codes))
        {
            // Without a code, a name alone does not tell one organisation from another.
            var same = code is null ? made.Find(o => o.BusinessId is null && o.Name == role.Name.Trim()) : known.Concat(made).FirstOrDefault(o => o.BusinessId == code);
            if (same is null)
            {
                var number = await bulk.TakeNumbers(NumberSeries.Organisations, 1, ct);
                same = Organisation.Register(EntityKey.New<OrganisationId>(clock), number, role.Name, code, null, BroughtKey.Of(import.Source, import.Id, FormattableString.Invariant($"{made.Count + 1}")));
                made.Add(same);
            }

            found.Add(same);
        }

        await bulk.Write(made, ct);
        return found;
    }

    private List<BroughtRecord> History(CustomerId customer, PortableHistory history) =>
    [
        .. history.Consents.Select(c => BroughtRecord.Of(customer, BroughtKind.Consent, c.Controller, JsonSerializer.Serialize(c, PortabilityJson.Stored), clock)),
        .. history.Requests.Select(r => BroughtRecord.Of(customer, BroughtKind.Request, r.Controller, JsonSerializer.Serialize(r, PortabilityJson.Stored), clock)),
        .. history.PortalVisits.Select(v => BroughtRecord.Of(customer, BroughtKind.PortalVisit, v.Controller, JsonSerializer.Serialize(v, PortabilityJson.Stored), clock)),
        .. (history.PageViews ?? []).Select(v => BroughtRecord.Of(customer, BroughtKind.PageView, v.Controller, JsonSerializer.Serialize(v, PortabilityJson.Stored), clock)),
    ];

    private static PersonSought Sought(PortabilityDocument document) => new(
        document.Person.FirstName, document.Person.LastName, Email(document), Phones(document), [.. document.Addresses.Select(a => a.PostalCode).OfType<string>()]);

    private Task<bool> IsForgotten(PortabilityDocument document, CancellationToken ct) => forgotten.Run(Email(document), Phones(document), ct);

    private static EmailAddress? Email(PortabilityDocument document) => EmailAddress.TryParse(document.Person.Email, out var email) ? email : null;

    private static List<PhoneNumber> Phones(PortabilityDocument document) => [.. document.Phones.Select(p => PhoneNumber.Parse(p.Number, null))];
}
