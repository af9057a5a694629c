using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Notices;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Admin;
using CustomerRegister.Web.Pages.Admin.Retention;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using CustomerRegister.Web.Pages.Staff.Merging;
using CustomerRegister.Web.Pages.Staff.PaperRecords;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Customers;

/// <summary>A customer's card.</summary>
[RequirePermission(Permission.ViewCustomers)]
public sealed class CardModel(
    ViewCustomer view, FindMerges merges, PaperList papers, CurrentStaff current, IStringLocalizer<StaffTexts> texts, IStringLocalizer<AdminTexts> grounds, TermNames terms, TimeProvider clock) : PageModel
{
    public CustomerCard Card { get; private set; } = null!;

    /// <summary>Where the card is, and what belongs to it below.</summary>
    public string Home => $"/staff/customers/{Card.Customer.Id.Value}";

    public bool MayEdit { get; private set; }
    public bool MayHandleRequests { get; private set; }
    public bool MayPlaceHolds { get; private set; }
    public bool MayRestrict { get; private set; }
    public bool MayLiftProtection { get; private set; }

    /// <summary>Who may be the same person, and who was merged into this one.</summary>
    public BesideCard Beside { get; private set; } = null!;

    /// <summary>Null for who does not handle paper records (N22).</summary>
    public PapersOnCard? Papers { get; private set; }

    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var actor = await current.Actor("customer-care");
        if (await view.Run(new CustomerId(id), actor, ct) is not { } card)
            return await merges.Successor(new CustomerId(id), ct) is { } successor ? Redirect($"/staff/customers/{successor.Value}") : NotFound();
        Card = card;
        MayEdit = (await current.Get()).Account.Holds(Permission.EditCustomers);
        MayLiftProtection = (await current.Get()).Account.Holds(Permission.SeeProtectedAddresses);
        MayPlaceHolds = (await current.Get()).Account.Holds(Permission.PlaceHolds);
        MayRestrict = (await current.Get()).Account.Holds(Permission.DecideRequests);
        MayHandleRequests = (await current.Get()).Account.Holds(Permission.HandleRequests);
        Beside = new(Home, card.Duplicates, card.Merges, MayEdit);
        if ((await current.Get()).Account.Holds(Permission.HandlePaperRecords))
            Papers = new(id, await papers.Of(card.Customer.Id, ct), KeptWords(DataCategory.PaperRecords));
        return Page();
    }

    /// <summary>
    /// How long a category of the customer's data is kept, in words: the period, and the grounds that keep it longer. While the relationship is in force it
    /// is the same for all, and said once, with the details.
    /// </summary>
    public string? KeptWords(DataCategory category)
    {
        var retention = Card.Retention;
        if (retention.DueOn is not { } due)
            return category == DataCategory.ContactDetails ? texts["Kept.InForce", terms.Duration(retention.Period)].Value : null;
        var until = texts[due <= Today ? "Kept.Over" : "Kept.Until", due.Day()].Value;
        return retention.Longer.TryGetValue(category, out var longer)
            ? $"{until} {texts["Kept.Longer", string.Join("; ", longer.Select(g => grounds.Words(g)).Distinct())]}"
            : until;
    }

    /// <summary>What a category of the customer's data is used for, and on which legal basis (N8).</summary>
    public string UsedFor(DataCategory category)
    {
        var codes = DataUse.PurposesOf(category);
        var language = Languages.Of(CultureInfo.CurrentUICulture);
        return texts["Card.UsedFor", string.Join("; ", Card.Choices.Purposes.Where(p => codes.Contains(p.Code)).GroupBy(p => p.Basis)
            .Select(uses => $"{string.Join(", ", uses.Select(p => p.Name.In(language)))} ({terms.InSentence(uses.Key)})"))];
    }

    public static Meaning MeaningOf(InvoiceRow invoice, DateOnly today) => invoice.State switch
    {
        InvoiceState.Open => invoice.DueOn < today ? Meaning.Attention : Meaning.Info,
        InvoiceState.InCollection => Meaning.Problem,
        InvoiceState.Paid => Meaning.Good,
        _ => Meaning.Neutral,
    };

    public static Meaning MeaningOf(OrderState state) => state switch
    {
        OrderState.Open => Meaning.Info,
        OrderState.Delivered => Meaning.Good,
        _ => Meaning.Neutral,
    };

    public static Meaning MeaningOf(RequestState state) => state switch
    {
        RequestState.Received or RequestState.InHand => Meaning.Info,
        RequestState.WaitingForIdentity => Meaning.Attention,
        RequestState.Granted => Meaning.Good,
        _ => Meaning.Neutral,
    };
}
