using System.Runtime.CompilerServices;
using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Notices;
using CustomerRegister.Orders;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>
/// Reads what a person has given, and what came about by their own doing: orders, choices, requests and visits to the portal. What authorities and update
/// services have told is not from the person, and what the controller concluded or decided stays: see <see cref="Classification.Portable{T}"/>. A category that an answer to
/// an access request withheld is withheld here too, and so is one that a decision on portability did; name and language stay, for they say whose package it is.
/// </summary>
public sealed class ReadPortableData(RegisterContext db, ControllerDetails controller, TimeProvider clock)
{
    private const int OrdersAtOnce = 500;

    /// <summary>The categories that can be left out.</summary>
    public static IReadOnlyList<DataCategory> Categories { get; } =
        [DataCategory.ContactDetails, DataCategory.RepresentedOrganisation, DataCategory.Orders, DataCategory.ConsentsAndBans, DataCategory.Requests, DataCategory.PortalUse, DataCategory.Visits];

    /// <summary>Whether somebody else has told it, without the person.</summary>
    internal static bool IsFromThePerson(Provenance? source) => source?.Kind is not (SourceKind.Authority or SourceKind.UpdateService);

    /// <summary>All but the orders, which are read one by one: <see cref="Orders"/>.</summary>
    /// <param name="decided">What a decision withholds that is being made just now; null for the newest one that was made.</param>
    /// <returns>Null when the register has no such customer.</returns>
    public async Task<PortabilityDocument?> Run(CustomerId id, CancellationToken ct, IReadOnlyList<RefusedPart>? decided = null)
    {
        if (await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } customer)
            return null;
        var withheld = await db.WithheldFromPackages(id, decided, ct);
        bool IsGiven(DataCategory category) => !withheld.ContainsKey(category);
        IEnumerable<T> Those<T>(DataCategory category, IEnumerable<T> rows) => IsGiven(category) ? rows : [];
        var hasContacts = IsGiven(DataCategory.ContactDetails);
        var person = new PortablePerson(
            customer.FirstName, customer.LastName, customer.Language,
            hasContacts && IsFromThePerson(customer.EmailSource) ? customer.Email?.Value : null,
            hasContacts && IsFromThePerson(customer.WebsiteSource) ? customer.Website?.Value : null,
            hasContacts && customer.EInvoice is { } invoicing && IsFromThePerson(customer.EInvoiceSource) ? new(invoicing.Address, invoicing.Operator) : null);
        var addresses = await db.CustomerAddresses.AsNoTracking().Where(a => a.CustomerId == id).ToListAsync(ct);
        var phones = await db.CustomerPhones.AsNoTracking().Where(p => p.CustomerId == id).ToListAsync(ct);
        var roles = await db.ContactRoles.AsNoTracking().Include(r => r.Organisation).Where(r => r.CustomerId == id).ToListAsync(ct);
        var bans = await db.Bans.AsNoTracking().Where(b => b.CustomerId == id).ToListAsync(ct);
        return new(PortabilityPackage.Format, PortabilityPackage.Version, clock.Now(), new(controller.Name, controller.BusinessId.Length == 0 ? null : controller.BusinessId), person,
            [.. Those(DataCategory.ContactDetails, addresses).Where(a => IsFromThePerson(a.Source)).Select(a => new PortableAddress(a.Kind, a.Address.Street, a.Address.PostalCode, a.Address.City, a.Address.Region, a.Address.Country)).OrderBy(a => a.Kind).ThenBy(a => a.Street, StringComparer.Ordinal)],
            [.. Those(DataCategory.ContactDetails, phones).Where(p => IsFromThePerson(p.Source)).Select(p => new PortablePhone(p.Kind, p.Number.Value)).OrderBy(p => p.Kind).ThenBy(p => p.Number, StringComparer.Ordinal)],
            [.. Those(DataCategory.RepresentedOrganisation, roles).Where(r => IsFromThePerson(r.Source)).Select(r => new PortableRole(r.Organisation.Name, r.From, r.Organisation.BusinessId?.Value, r.Title, r.To)).OrderBy(r => r.From).ThenBy(r => r.Name, StringComparer.Ordinal)],
            [.. Those(DataCategory.ConsentsAndBans, bans).Select(b => new PortableBan(b.Kind, b.Forbidden, b.At, b.Channel)).OrderBy(b => b.At).ThenBy(b => b.Use)],
            Given(await History(id, ct)), [],
            withheld.Count == 0 ? null : [.. withheld.OrderBy(w => w.Key).Select(w => new WithheldPart(PortabilityJson.Code(w.Key), PortabilityJson.Code(w.Value)))]);

        PortableHistory Given(PortableHistory history) => new(
            [.. Those(DataCategory.ConsentsAndBans, history.Consents)], [.. Those(DataCategory.Requests, history.Requests)], [.. Those(DataCategory.PortalUse, history.PortalVisits)])
        {
            PageViews = IsGiven(DataCategory.Visits) ? history.PageViews : null,
        };
    }

    /// <summary>The orders with their lines, oldest first; none where they are withheld.</summary>
    public async IAsyncEnumerable<PortableOrder> Orders(CustomerId id, [EnumeratorCancellation] CancellationToken ct, IReadOnlyList<RefusedPart>? decided = null)
    {
        if ((await db.WithheldFromPackages(id, decided, ct)).ContainsKey(DataCategory.Orders))
            yield break;
        var after = long.MinValue;
        while (true)
        {
            var batch = await db.Orders.AsNoTracking().Include(o => o.Lines.OrderBy(l => l.Position)).Where(o => o.CustomerId == id && o.Number > after)
                .OrderBy(o => o.Number).Take(OrdersAtOnce).ToListAsync(ct);
            foreach (var order in batch)
                yield return Of(order);
            if (batch.Count < OrdersAtOnce)
                yield break;
            after = batch[^1].Number;
        }
    }

    private static PortableOrder Of(Order order) => new(
        BroughtKey.ReferenceIn(order.SourceKey) ?? FormattableString.Invariant($"{order.Number}"), order.PlacedOn, order.Currency, Plain(order.Freight),
        [.. order.Lines.Select(l => new PortableLine(l.Product, Plain(l.UnitPrice), Plain(l.Quantity), Plain(l.Discount), l.VatRate is { } rate ? Plain(rate) : null))],
        order.RequiredOn, order.DeliveredOn, order.CancelledOn, order.DeliveryName,
        order.DeliveryAddress is { } place ? new(place.Street, place.PostalCode, place.City, place.Region, place.Country) : null);

    /// <summary>Without zeros at the end, of which each database keeps as many as it likes.</summary>
    private static decimal Plain(decimal amount) => amount / 1.000000000000000000000000000000m;

    /// <summary>What was done here, after what came along from elsewhere.</summary>
    private async Task<PortableHistory> History(CustomerId id, CancellationToken ct)
    {
        var brought = await db.BroughtRecords.AsNoTracking().Where(b => b.CustomerId == id).ToListAsync(ct);
        var consents = await db.ConsentDecisions.AsNoTracking().Where(d => d.CustomerId == id)
            .Join(db.Purposes, d => d.PurposeId, p => p.Id, (d, p) => new { p.Code, d.Given, d.At, d.Channel }).ToListAsync(ct);
        var requests = await db.RequestsOf(id).AsNoTracking()
            .Select(r => new { r.Type, r.ReceivedOn, r.Channel, r.Message }).ToListAsync(ct);
        var visits = await db.PortalSessions.AsNoTracking().Where(s => s.CustomerId == id)
            .Select(s => new { s.Method, s.StartedAt, s.EndedAt }).ToListAsync(ct);
        var pages = await db.PageViews.AsNoTracking().Join(db.Visits.Where(v => v.CustomerId == id), p => p.VisitId, v => v.Id, (p, v) => new { p.Page, p.OpenedAt, p.Seconds, v.Browser }).ToListAsync(ct);
        List<PortablePageView> pageViews = [.. Brought<PortablePageView>(brought, BroughtKind.PageView).Concat(pages.Select(p => new PortablePageView(controller.Name, p.Page, p.OpenedAt, p.Seconds, p.Browser))).OrderBy(p => p.OpenedAt).ThenBy(p => p.Page, StringComparer.Ordinal)];
        // In an order of their own, for keys of one moment have none.
        return new(
            [.. Brought<PortableConsent>(brought, BroughtKind.Consent).Concat(consents.Select(c => new PortableConsent(controller.Name, c.Code, c.Given, c.At, PortabilityJson.Code(c.Channel)))).OrderBy(c => c.At).ThenBy(c => c.Purpose, StringComparer.Ordinal)],
            [.. Brought<PortableRequest>(brought, BroughtKind.Request).Concat(requests.Select(r => new PortableRequest(controller.Name, PortabilityJson.Code(r.Type), r.ReceivedOn, PortabilityJson.Code(r.Channel), r.Message)))
                .OrderBy(r => r.ReceivedOn).ThenBy(r => r.Type, StringComparer.Ordinal).ThenBy(r => r.Message, StringComparer.Ordinal)],
            [.. Brought<PortableVisit>(brought, BroughtKind.PortalVisit).Concat(visits.Select(v => new PortableVisit(controller.Name, PortabilityJson.Code(v.Method), v.StartedAt, v.EndedAt))).OrderBy(v => v.StartedAt)])
        {
            PageViews = pageViews.Count == 0 ? null : pageViews,
        };
    }

    private static IEnumerable<T> Brought<T>(IEnumerable<BroughtRecord> all, BroughtKind kind) where T : class =>
        all.Where(b => b.Kind == kind).Select(b => JsonSerializer.Deserialize<T>(b.Values, PortabilityJson.Options)!);
}
