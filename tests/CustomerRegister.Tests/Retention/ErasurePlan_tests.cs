using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using static CustomerRegister.PersonalData.DataCategory;

namespace CustomerRegister.Tests.Retention;

[Clause("N19")]
[Clause("N40")]
public sealed class ErasurePlan_tests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly CustomerId Person = new(Guid.Parse("0192f0c5-0000-7000-8000-000000000001"));

    private static readonly DataCategory[] Everything = [.. Enum.GetValues<DataCategory>().Where(c => c != AccessLog)];
    private static readonly DataCategory[] Details = [Name, ContactDetails, Relationship];
    private static readonly DataCategory[] Nothing = [];

    /// <summary>A case: a person's facts, the grounds as stored, and the categories that are kept.</summary>
    public sealed record PlanCase(string Of, Facts Facts, string? Grounds, DataCategory[] Kept)
    {
        public override string ToString() => Of;
    }

    /// <summary>Facts that read as a sentence.</summary>
    public sealed record Facts
    {
        private IReadOnlyList<InvoiceFact> Invoices { get; init; } = [];
        private IReadOnlyList<ContactRoleFact> Roles { get; init; } = [];
        private IReadOnlyList<long> Requests { get; init; } = [];
        private bool Ban { get; init; }

        public static Facts None { get; } = new();

        public Facts Invoice(InvoiceState state, string on, long number = 50001) => this with { Invoices = [.. Invoices, new(number, state, Day(on))] };

        public Facts Contact(string? until = null, long of = 1001, string from = "1996-07-04") => this with { Roles = [.. Roles, new(of, Day(from), until is null ? null : Day(until))] };

        public Facts Asks(long number = 101) => this with { Requests = [.. Requests, number] };

        public Facts Forbids() => this with { Ban = true };

        public ErasureFacts Of(CustomerId person) => new(person, Invoices, Roles, Requests) { HasBanInForce = Ban };

        private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
    }

    public static TheoryData<PlanCase> Cases() =>
    [
        // Private customers and their invoices; the financial year is the calendar year.
        new PlanCase("private customer without anything", Facts.None, null, Nothing),
        new PlanCase("open invoice of this year", Facts.None.Invoice(InvoiceState.Open, "2026-03-01"), "OpenInvoice:50001;AccountingAct:50001@2033-01-01", [.. Details, InvoicingDetails]),
        new PlanCase("open invoice past the voucher period", Facts.None.Invoice(InvoiceState.Open, "2015-03-01"), "OpenInvoice:50001", [.. Details, InvoicingDetails]),
        new PlanCase("invoice in collection", Facts.None.Invoice(InvoiceState.InCollection, "2024-05-05"), "Collection:50001;AccountingAct:50001@2031-01-01", [.. Details, InvoicingDetails]),
        new PlanCase("invoice in collection past the voucher period", Facts.None.Invoice(InvoiceState.InCollection, "2012-05-05"), "Collection:50001", [.. Details, InvoicingDetails]),
        new PlanCase("paid invoice of this year", Facts.None.Invoice(InvoiceState.Paid, "2026-11-22"), "AccountingAct:50001@2033-01-01", [InvoicingDetails]),
        new PlanCase("paid invoice on the first day of the oldest year kept", Facts.None.Invoice(InvoiceState.Paid, "2020-01-01"), "AccountingAct:50001@2027-01-01", [InvoicingDetails]),
        new PlanCase("paid invoice on the last day of the newest year let go", Facts.None.Invoice(InvoiceState.Paid, "2019-12-31"), null, Nothing),
        new PlanCase("paid invoice of 1998", Facts.None.Invoice(InvoiceState.Paid, "1998-05-06"), null, Nothing),
        new PlanCase("credited invoice inside the period", Facts.None.Invoice(InvoiceState.Credited, "2022-02-02"), "AccountingAct:50001@2029-01-01", [InvoicingDetails]),
        new PlanCase("credited invoice past the period", Facts.None.Invoice(InvoiceState.Credited, "2018-02-02"), null, Nothing),
        new PlanCase("written-off invoice inside the period", Facts.None.Invoice(InvoiceState.WrittenOff, "2021-06-30"), "AccountingAct:50001@2028-01-01", [InvoicingDetails]),
        new PlanCase("written-off invoice past the period", Facts.None.Invoice(InvoiceState.WrittenOff, "2017-06-30"), null, Nothing),
        new PlanCase("old paid and new open invoice", Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Open, "2026-01-01", 2), "OpenInvoice:2;AccountingAct:2@2033-01-01", [.. Details, InvoicingDetails]),
        new PlanCase("two paid invoices of different years", Facts.None.Invoice(InvoiceState.Paid, "2023-01-01", 1).Invoice(InvoiceState.Paid, "2025-01-01", 2), "AccountingAct:1@2030-01-01;AccountingAct:2@2032-01-01", [InvoicingDetails]),
        new PlanCase("open invoice and one in collection", Facts.None.Invoice(InvoiceState.Open, "2011-01-01", 1).Invoice(InvoiceState.InCollection, "2012-01-01", 2), "OpenInvoice:1;Collection:2", [.. Details, InvoicingDetails]),

        // Contact persons.
        new PlanCase("contact person", Facts.None.Contact(), "ContactPerson:1001", [.. Details, RepresentedOrganisation]),
        new PlanCase("contact person whose role ends tomorrow", Facts.None.Contact(until: "2026-11-23"), "ContactPerson:1001@2026-11-23", [.. Details, RepresentedOrganisation]),
        new PlanCase("contact person whose role ends today: it is held no more", Facts.None.Contact(until: "2026-11-22"), null, Nothing),
        new PlanCase("former contact person", Facts.None.Contact(until: "1998-05-06"), null, Nothing),
        new PlanCase("contact person whose role is yet to begin", Facts.None.Contact(from: "2027-01-01"), "ContactPerson:1001", [.. Details, RepresentedOrganisation]),
        new PlanCase("contact person of two organisations", Facts.None.Contact(of: 1001).Contact(of: 1002), "ContactPerson:1001;ContactPerson:1002", [.. Details, RepresentedOrganisation]),
        new PlanCase("contact person of one organisation and formerly of another", Facts.None.Contact(until: "2001-01-01", of: 1001).Contact(of: 1002), "ContactPerson:1002", [.. Details, RepresentedOrganisation]),
        new PlanCase("former contact person of two organisations", Facts.None.Contact(until: "2001-01-01", of: 1001).Contact(until: "2002-01-01", of: 1002), null, Nothing),
        new PlanCase("contact person again after a pause", Facts.None.Contact(until: "2001-01-01").Contact(from: "2020-01-01"), "ContactPerson:1001", [.. Details, RepresentedOrganisation]),

        // Both: private customer and contact person.
        new PlanCase("contact person with an open invoice", Facts.None.Contact().Invoice(InvoiceState.Open, "2010-01-01"), "OpenInvoice:50001;ContactPerson:1001", [.. Details, RepresentedOrganisation, InvoicingDetails]),
        new PlanCase("contact person with a paid invoice inside the period", Facts.None.Contact().Invoice(InvoiceState.Paid, "2025-01-01"), "ContactPerson:1001;AccountingAct:50001@2032-01-01", [.. Details, RepresentedOrganisation, InvoicingDetails]),
        new PlanCase("contact person with a paid invoice past the period", Facts.None.Contact().Invoice(InvoiceState.Paid, "2005-01-01"), "ContactPerson:1001", [.. Details, RepresentedOrganisation]),
        new PlanCase("contact person of two organisations with an invoice in collection", Facts.None.Contact(of: 1).Contact(of: 2).Invoice(InvoiceState.InCollection, "2010-01-01"), "Collection:50001;ContactPerson:1;ContactPerson:2", [.. Details, RepresentedOrganisation, InvoicingDetails]),
        new PlanCase("former contact person with an open invoice", Facts.None.Contact(until: "2001-01-01").Invoice(InvoiceState.Open, "2010-01-01"), "OpenInvoice:50001", [.. Details, InvoicingDetails]),
        new PlanCase("former contact person with a paid invoice inside the period", Facts.None.Contact(until: "2001-01-01").Invoice(InvoiceState.Paid, "2024-01-01"), "AccountingAct:50001@2031-01-01", [InvoicingDetails]),

        // Requests: what is asked about is not destroyed before the answer.
        new PlanCase("open request of a private customer", Facts.None.Asks(), "OpenRequest:101", Everything),
        new PlanCase("two open requests", Facts.None.Asks(101).Asks(102), "OpenRequest:101;OpenRequest:102", Everything),
        new PlanCase("open request of a former contact person", Facts.None.Contact(until: "2001-01-01").Asks(), "OpenRequest:101", Everything),
        new PlanCase("open request of a contact person with an open invoice", Facts.None.Contact().Invoice(InvoiceState.Open, "2010-01-01").Asks(), "OpenInvoice:50001;ContactPerson:1001;OpenRequest:101", Everything),

        // Bans: they protect whoever can still be reached, and nobody else.
        new PlanCase("ban of one who goes altogether", Facts.None.Forbids(), null, Nothing),
        new PlanCase("ban of a contact person", Facts.None.Contact().Forbids(), "ContactPerson:1001;Ban:", [.. Details, RepresentedOrganisation, ConsentsAndBans]),
        new PlanCase("ban of one with an open invoice", Facts.None.Invoice(InvoiceState.Open, "2010-01-01").Forbids(), "OpenInvoice:50001;Ban:", [.. Details, InvoicingDetails, ConsentsAndBans]),
        new PlanCase("ban of one of whom an invoice stays, but no address to write to", Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Forbids(), "AccountingAct:50001@2032-01-01", [InvoicingDetails]),
        new PlanCase("ban of one with an open request", Facts.None.Asks().Forbids(), "OpenRequest:101;Ban:", Everything),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_ground_keeps_what_it_needs_and_nothing_else(PlanCase c)
    {
        var plan = ErasurePlan.Of(c.Facts.Of(Person), Today, RetentionRules.OfTheNotice);

        Assert.Equal(Sorted(c.Grounds), Sorted(plan.GroundsText()));
        Assert.Equal(c.Kept.Order(), plan.Decisions.Where(d => !d.IsErased).Select(d => d.Category).Order());
        Assert.Equal(Everything.Except(c.Kept), plan.Erased);
        Assert.Equal(c.Kept.Length == 0, plan.ErasesEverything);
    }

    [Fact]
    public void An_erasure_under_way_keeps_its_request_only_as_long_as_the_person_stays()
    {
        ErasurePlan Plan(Facts facts) => ErasurePlan.Of(facts.Of(Person) with { ErasureRequest = 107 }, Today, RetentionRules.OfTheNotice);

        Assert.True(Plan(Facts.None).ErasesEverything);
        Assert.Equal("ContactPerson:1001;ErasureUnderWay:107", string.Join(';', Sorted(Plan(Facts.None.Contact()).GroundsText())));
        Assert.DoesNotContain(DataCategory.Requests, Plan(Facts.None.Contact()).Erased);
        var voucherOnly = Plan(Facts.None.Invoice(InvoiceState.Paid, "2025-01-01"));
        Assert.True(voucherOnly.LeavesNobody);
        Assert.Contains(DataCategory.Requests, voucherOnly.Erased);
    }

    [Fact]
    public void Every_category_but_the_log_is_decided()
    {
        var plan = ErasurePlan.Of(Facts.None.Of(Person), Today, RetentionRules.OfTheNotice);
        Assert.Equal(Everything, plan.Decisions.Select(d => d.Category));
    }

    [Fact]
    public void Voucher_period_is_counted_from_the_end_of_the_controllers_financial_year()
    {
        var rules = RetentionRules.OfTheNotice with { FinancialYearEndMonth = 6, FinancialYearEndDay = 30 };
        // A year that ends in June 2020 is kept through 2026; one that ends in June 2019 through 2025.
        Assert.Equal("AccountingAct:50001@2027-01-01", ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2019-07-01").Of(Person), Today, rules).GroundsText());
        Assert.Null(ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2019-06-30").Of(Person), Today, rules).GroundsText());
    }

    [Fact]
    public void Limited_to_what_was_approved_more_is_kept_with_a_ground_that_says_so()
    {
        var approved = ErasurePlan.Of(Facts.None.Contact().Of(Person), Today, RetentionRules.OfTheNotice).ErasedBits;
        var plan = ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Of(Person), Today, RetentionRules.OfTheNotice).LimitedTo(approved);

        Assert.Equal([Notes, DataCategory.Orders, ConsentsAndBans, DataCategory.Requests, PortalUse, Messages, FormerDetails], plan.Erased);
        Assert.Equal([GroundKind.NotApproved], plan.Decisions.Single(d => d.Category == Name).Grounds.Select(g => g.Kind));
        Assert.Equal([GroundKind.AccountingAct], plan.Decisions.Single(d => d.Category == InvoicingDetails).Grounds.Select(g => g.Kind));
    }

    [Fact]
    public void Limit_that_covers_all_changes_nothing()
    {
        var plan = ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Of(Person), Today, RetentionRules.OfTheNotice);
        Assert.Equal(plan.GroundsText(), plan.LimitedTo(plan.ErasedBits).GroundsText());
        Assert.Equal(plan.ErasedBits, plan.LimitedTo(plan.ErasedBits).ErasedBits);
    }

    [Fact]
    public void Very_many_grounds_are_stored_in_part_and_still_read()
    {
        var facts = Enumerable.Range(1, 500).Aggregate(Facts.None, (f, n) => f.Contact(of: n));
        var text = ErasurePlan.Of(facts.Of(Person), Today, RetentionRules.OfTheNotice).GroundsText();

        Assert.InRange(text!.Length, 1900, 2000);
        Assert.All(ErasurePlan.ParseGrounds(text), g => Assert.Equal(GroundKind.ContactPerson, g.Kind));
    }

    private static IEnumerable<string> Sorted(string? grounds) => (grounds ?? "").Split(';').Order(StringComparer.Ordinal);
}
