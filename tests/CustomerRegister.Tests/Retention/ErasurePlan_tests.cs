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
    private static readonly DataCategory[] Invoiced = [.. Details, InvoicingDetails];
    private static readonly DataCategory[] Voucher = [InvoicingDetails];
    private static readonly DataCategory[] HeldInvoices = [.. Details, Notes, InvoicingDetails];
    private static readonly DataCategory[] Represents = [.. Details, RepresentedOrganisation];

    /// <summary>A case: a person's facts, the grounds as stored, the categories that are kept, and the rows of them that go all the same.</summary>
    public sealed record PlanCase(string Of, Facts Facts, string? Grounds, DataCategory[] Kept, ErasedParts Parts = ErasedParts.None)
    {
        public override string ToString() => Of;
    }

    /// <summary>Facts that read as a sentence.</summary>
    public sealed record Facts
    {
        private IReadOnlyList<InvoiceFact> Invoices { get; init; } = [];
        private IReadOnlyList<ContactRoleFact> Roles { get; init; } = [];
        private IReadOnlyList<long> Requests { get; init; } = [];
        private IReadOnlyList<HoldFact> Holds { get; init; } = [];
        private IReadOnlyList<long> Restrictions { get; init; } = [];
        private bool Addresses { get; init; }
        private bool Ban { get; init; }
        private long? Erasure { get; init; }

        public static Facts None { get; } = new();

        public Facts Invoice(InvoiceState state, string on, long number = 50001) => this with { Invoices = [.. Invoices, new(number, state, Day(on))] };

        public Facts Contact(string? until = null, long of = 1001, string from = "1996-07-04", bool addressed = false) =>
            this with { Roles = [.. Roles, new(of, Day(from), until is null ? null : Day(until)) { OrganisationHasAddress = addressed }] };

        public Facts LivesSomewhere() => this with { Addresses = true };

        public Facts Asks(long number = 101) => this with { Requests = [.. Requests, number] };

        public Facts Forbids() => this with { Ban = true };

        public Facts Held(long number = 7, string review = "2027-05-01") => this with { Holds = [.. Holds, new(number, Day(review))] };

        public Facts HeldOnly(params DataCategory[] only) => this with { Holds = [.. Holds, new(9, Day("2027-06-01")) { KeptCategories = only.Aggregate(0, (bits, c) => bits | 1 << (int)c) }] };

        public Facts Restricts(long number = 201) => this with { Restrictions = [.. Restrictions, number] };

        public Facts WasGrantedErasure(long number = 107) => this with { Erasure = number };

        public ErasureFacts Of(CustomerId person) => new(person, Invoices, Roles, Requests) { HasAddresses = Addresses, HasBanInForce = Ban, Holds = Holds, Restrictions = Restrictions, ErasureRequest = Erasure };

        private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
    }

    public static TheoryData<PlanCase> Cases() =>
    [
        // Private customers and their invoices; the financial year is the calendar year.
        new PlanCase("private customer without anything", Facts.None, null, Nothing),
        new PlanCase("open invoice of this year", Facts.None.Invoice(InvoiceState.Open, "2026-03-01"), "OpenInvoice:50001;AccountingAct:50001@2033-01-01", Invoiced),
        new PlanCase("open invoice past the voucher period", Facts.None.Invoice(InvoiceState.Open, "2015-03-01"), "OpenInvoice:50001", Invoiced),
        new PlanCase("invoice in collection", Facts.None.Invoice(InvoiceState.InCollection, "2024-05-05"), "Collection:50001;AccountingAct:50001@2031-01-01", Invoiced),
        new PlanCase("invoice in collection past the voucher period", Facts.None.Invoice(InvoiceState.InCollection, "2012-05-05"), "Collection:50001", Invoiced),
        new PlanCase("paid invoice of this year", Facts.None.Invoice(InvoiceState.Paid, "2026-11-22"), "AccountingAct:50001@2033-01-01", Voucher),
        new PlanCase("paid invoice on the first day of the oldest year kept", Facts.None.Invoice(InvoiceState.Paid, "2020-01-01"), "AccountingAct:50001@2027-01-01", Voucher),
        new PlanCase("paid invoice on the last day of the newest year let go", Facts.None.Invoice(InvoiceState.Paid, "2019-12-31"), null, Nothing),
        new PlanCase("paid invoice of 1998", Facts.None.Invoice(InvoiceState.Paid, "1998-05-06"), null, Nothing),
        new PlanCase("credited invoice inside the period", Facts.None.Invoice(InvoiceState.Credited, "2022-02-02"), "AccountingAct:50001@2029-01-01", Voucher),
        new PlanCase("credited invoice past the period", Facts.None.Invoice(InvoiceState.Credited, "2018-02-02"), null, Nothing),
        new PlanCase("written-off invoice inside the period", Facts.None.Invoice(InvoiceState.WrittenOff, "2021-06-30"), "AccountingAct:50001@2028-01-01", Voucher),
        new PlanCase("written-off invoice past the period", Facts.None.Invoice(InvoiceState.WrittenOff, "2017-06-30"), null, Nothing),

        // Several invoices: each keeps itself, and the settled ones past their period go.
        new PlanCase("old paid and new open invoice", Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Open, "2026-01-01", 2), "OpenInvoice:2;AccountingAct:2@2033-01-01", Invoiced, ErasedParts.FreeInvoices),
        new PlanCase("old paid and old open invoice", Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Open, "2011-01-01", 2), "OpenInvoice:2", Invoiced, ErasedParts.FreeInvoices),
        new PlanCase("old and new paid invoice", Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Paid, "2025-01-01", 2), "AccountingAct:2@2032-01-01", Voucher, ErasedParts.FreeInvoices),
        new PlanCase("two paid invoices of different years", Facts.None.Invoice(InvoiceState.Paid, "2023-01-01", 1).Invoice(InvoiceState.Paid, "2025-01-01", 2), "AccountingAct:1@2030-01-01;AccountingAct:2@2032-01-01", Voucher),
        new PlanCase("two invoices past the period", Facts.None.Invoice(InvoiceState.Paid, "2012-01-01", 1).Invoice(InvoiceState.Credited, "2013-01-01", 2), null, Nothing),
        new PlanCase("open invoice and one in collection", Facts.None.Invoice(InvoiceState.Open, "2011-01-01", 1).Invoice(InvoiceState.InCollection, "2012-01-01", 2), "OpenInvoice:1;Collection:2", Invoiced),
        new PlanCase("open invoice and a voucher", Facts.None.Invoice(InvoiceState.Open, "2011-01-01", 1).Invoice(InvoiceState.Paid, "2025-01-01", 2), "OpenInvoice:1;AccountingAct:2@2032-01-01", Invoiced),
        new PlanCase("open invoice, voucher and old paid invoice", Facts.None.Invoice(InvoiceState.Open, "2011-01-01", 1).Invoice(InvoiceState.Paid, "2025-01-01", 2).Invoice(InvoiceState.Paid, "2012-01-01", 3), "OpenInvoice:1;AccountingAct:2@2032-01-01", Invoiced, ErasedParts.FreeInvoices),

        // Contact persons.
        new PlanCase("contact person", Facts.None.Contact(), "ContactPerson:1001", Represents),
        new PlanCase("contact person whose role ends tomorrow", Facts.None.Contact(until: "2026-11-23"), "ContactPerson:1001@2026-11-23", Represents),
        new PlanCase("contact person whose role ends today: it is held no more", Facts.None.Contact(until: "2026-11-22"), null, Nothing),
        new PlanCase("former contact person", Facts.None.Contact(until: "1998-05-06"), null, Nothing),
        new PlanCase("contact person whose role is yet to begin", Facts.None.Contact(from: "2027-01-01"), "ContactPerson:1001", Represents),
        new PlanCase("contact person of two organisations", Facts.None.Contact(of: 1001).Contact(of: 1002), "ContactPerson:1001;ContactPerson:1002", Represents),
        new PlanCase("contact person of two organisations, of one until next year", Facts.None.Contact(of: 1001).Contact(until: "2027-06-01", of: 1002), "ContactPerson:1001;ContactPerson:1002@2027-06-01", Represents),
        new PlanCase("contact person of one organisation and formerly of another", Facts.None.Contact(until: "2001-01-01", of: 1001).Contact(of: 1002), "ContactPerson:1002", Represents, ErasedParts.EndedRoles),
        new PlanCase("former contact person of two organisations", Facts.None.Contact(until: "2001-01-01", of: 1001).Contact(until: "2002-01-01", of: 1002), null, Nothing),
        new PlanCase("contact person again after a pause", Facts.None.Contact(until: "2001-01-01").Contact(from: "2020-01-01"), "ContactPerson:1001", Represents, ErasedParts.EndedRoles),

        // A contact person is written to at the organisation's address: their own is private, and goes.
        new PlanCase("contact person with an address of their own", Facts.None.Contact(addressed: true).LivesSomewhere(), "ContactPerson:1001", Represents, ErasedParts.OwnAddresses),
        new PlanCase("contact person with an address of their own, of an organisation without one", Facts.None.Contact().LivesSomewhere(), "ContactPerson:1001", Represents),
        new PlanCase("contact person without an address of their own", Facts.None.Contact(addressed: true), "ContactPerson:1001", Represents),
        new PlanCase("contact person of two, one of which has no address", Facts.None.Contact(of: 1001, addressed: true).Contact(of: 1002).LivesSomewhere(), "ContactPerson:1001;ContactPerson:1002", Represents),
        new PlanCase("contact person of one with an address, formerly of one without", Facts.None.Contact(of: 1001, addressed: true).Contact(until: "2001-01-01", of: 1002).LivesSomewhere(), "ContactPerson:1001", Represents, ErasedParts.OwnAddresses | ErasedParts.EndedRoles),
        new PlanCase("contact person with an address of their own and a voucher: the voucher has its copy", Facts.None.Contact(addressed: true).LivesSomewhere().Invoice(InvoiceState.Paid, "2025-01-01"), "ContactPerson:1001;AccountingAct:50001@2032-01-01", [.. Represents, InvoicingDetails], ErasedParts.OwnAddresses),
        new PlanCase("contact person with an address of their own who owes: the debtor is written to there", Facts.None.Contact(addressed: true).LivesSomewhere().Invoice(InvoiceState.Open, "2010-01-01"), "ContactPerson:1001;OpenInvoice:50001", [.. Invoiced, RepresentedOrganisation]),
        new PlanCase("contact person with an address of their own in collection", Facts.None.Contact(addressed: true).LivesSomewhere().Invoice(InvoiceState.InCollection, "2010-01-01"), "ContactPerson:1001;Collection:50001", [.. Invoiced, RepresentedOrganisation]),
        new PlanCase("contact person with an address of their own and a ban", Facts.None.Contact(addressed: true).LivesSomewhere().Forbids(), "ContactPerson:1001;Ban:", [.. Represents, ConsentsAndBans], ErasedParts.OwnAddresses | ErasedParts.Consents),
        new PlanCase("contact person with an address of their own under a legal hold", Facts.None.Contact(addressed: true).LivesSomewhere().Held(), "ContactPerson:1001;LegalHold:7~2027-05-01", Everything),
        new PlanCase("contact person with an address of their own and an open request", Facts.None.Contact(addressed: true).LivesSomewhere().Asks(), "ContactPerson:1001;OpenRequest:101", Everything),
        new PlanCase("former contact person with an address of their own", Facts.None.Contact(until: "2001-01-01", addressed: true).LivesSomewhere(), null, Nothing),

        // Both: private customer and contact person. The private orders go, the work contact stays.
        new PlanCase("contact person with an open invoice", Facts.None.Contact().Invoice(InvoiceState.Open, "2010-01-01"), "OpenInvoice:50001;ContactPerson:1001", [.. Invoiced, RepresentedOrganisation]),
        new PlanCase("contact person with a paid invoice inside the period", Facts.None.Contact().Invoice(InvoiceState.Paid, "2025-01-01"), "ContactPerson:1001;AccountingAct:50001@2032-01-01", [.. Represents, InvoicingDetails]),
        new PlanCase("contact person with a paid invoice past the period", Facts.None.Contact().Invoice(InvoiceState.Paid, "2005-01-01"), "ContactPerson:1001", Represents),
        new PlanCase("contact person with a voucher and an old paid invoice", Facts.None.Contact().Invoice(InvoiceState.Paid, "2025-01-01", 1).Invoice(InvoiceState.Paid, "2005-01-01", 2), "ContactPerson:1001;AccountingAct:1@2032-01-01", [.. Represents, InvoicingDetails], ErasedParts.FreeInvoices),
        new PlanCase("contact person of two organisations with an invoice in collection", Facts.None.Contact(of: 1).Contact(of: 2).Invoice(InvoiceState.InCollection, "2010-01-01"), "Collection:50001;ContactPerson:1;ContactPerson:2", [.. Invoiced, RepresentedOrganisation]),
        new PlanCase("contact person of one and formerly of another, with an open and an old paid invoice", Facts.None.Contact(of: 1).Contact(until: "2001-01-01", of: 2).Invoice(InvoiceState.Open, "2010-01-01", 1).Invoice(InvoiceState.Paid, "2010-01-01", 2), "ContactPerson:1;OpenInvoice:1", [.. Invoiced, RepresentedOrganisation], ErasedParts.EndedRoles | ErasedParts.FreeInvoices),
        new PlanCase("former contact person with an open invoice", Facts.None.Contact(until: "2001-01-01").Invoice(InvoiceState.Open, "2010-01-01"), "OpenInvoice:50001", Invoiced),
        new PlanCase("former contact person with a paid invoice inside the period", Facts.None.Contact(until: "2001-01-01").Invoice(InvoiceState.Paid, "2024-01-01"), "AccountingAct:50001@2031-01-01", Voucher),
        new PlanCase("former contact person of two with a paid invoice past the period", Facts.None.Contact(until: "2001-01-01", of: 1).Contact(until: "2002-01-01", of: 2).Invoice(InvoiceState.Paid, "2014-01-01"), null, Nothing),

        // Requests: what is asked about is not destroyed before the answer.
        new PlanCase("open request of a private customer", Facts.None.Asks(), "OpenRequest:101", Everything),
        new PlanCase("two open requests", Facts.None.Asks(101).Asks(102), "OpenRequest:101;OpenRequest:102", Everything),
        new PlanCase("open request of a former contact person", Facts.None.Contact(until: "2001-01-01").Asks(), "OpenRequest:101", Everything),
        new PlanCase("open request of a contact person with an open invoice", Facts.None.Contact().Invoice(InvoiceState.Open, "2010-01-01").Asks(), "OpenInvoice:50001;ContactPerson:1001;OpenRequest:101", Everything),
        new PlanCase("open request of one with an old paid invoice: it is not destroyed either", Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Paid, "2025-01-01", 2).Asks(), "AccountingAct:2@2032-01-01;OpenRequest:101", Everything),

        // Legal holds: nothing is destroyed until they are lifted, whatever the review date.
        new PlanCase("private customer under a legal hold", Facts.None.Held(), "LegalHold:7~2027-05-01", Everything),
        new PlanCase("legal hold whose review date has passed", Facts.None.Held(review: "2026-01-01"), "LegalHold:7~2026-01-01", Everything),
        new PlanCase("two legal holds", Facts.None.Held(7).Held(8, "2028-01-01"), "LegalHold:7~2027-05-01;LegalHold:8~2028-01-01", Everything),
        new PlanCase("legal hold on a contact person", Facts.None.Contact().Held(), "ContactPerson:1001;LegalHold:7~2027-05-01", Everything),
        new PlanCase("legal hold on a former contact person", Facts.None.Contact(until: "2001-01-01").Held(), "LegalHold:7~2027-05-01", Everything),
        new PlanCase("legal hold on one with an old paid invoice: the hold keeps it too", Facts.None.Invoice(InvoiceState.Paid, "2005-01-01").Held(), "LegalHold:7~2027-05-01", Everything),
        new PlanCase("legal hold on one with an open invoice and an open request", Facts.None.Invoice(InvoiceState.Open, "2010-01-01").Asks().Held(), "OpenInvoice:50001;OpenRequest:101;LegalHold:7~2027-05-01", Everything),
        new PlanCase("legal hold on one whose erasure was granted", Facts.None.Held().WasGrantedErasure(), "LegalHold:7~2027-05-01;ErasureUnderWay:107", Everything),

        // Legal holds of some categories: those, who the person is, and the hold's own words stay.
        new PlanCase("legal hold on the invoices of a private customer", Facts.None.HeldOnly(InvoicingDetails), "LegalHold:9+64~2027-06-01", HeldInvoices, ErasedParts.OtherNotes),
        new PlanCase("legal hold on the invoices of one with an old paid invoice: all of them stay", Facts.None.Invoice(InvoiceState.Paid, "2005-01-01").HeldOnly(InvoicingDetails), "LegalHold:9+64~2027-06-01", HeldInvoices, ErasedParts.OtherNotes),
        new PlanCase("legal hold on the orders", Facts.None.HeldOnly(DataCategory.Orders, InvoicingDetails), "LegalHold:9+96~2027-06-01", [.. Details, Notes, DataCategory.Orders, InvoicingDetails], ErasedParts.OtherNotes),
        new PlanCase("legal hold on the notes: all of them stay", Facts.None.HeldOnly(Notes), "LegalHold:9+16~2027-06-01", [.. Details, Notes]),
        new PlanCase("legal hold on the messages of one with a paid old invoice, which goes", Facts.None.Invoice(InvoiceState.Paid, "2005-01-01").HeldOnly(Messages), "LegalHold:9+1024~2027-06-01", [.. Details, Notes, Messages], ErasedParts.OtherNotes),
        new PlanCase("legal hold on the messages of one with an open invoice: each ground keeps its own", Facts.None.Invoice(InvoiceState.Open, "2010-01-01", 1).Invoice(InvoiceState.Paid, "2005-01-01", 2).HeldOnly(Messages), "OpenInvoice:1;LegalHold:9+1024~2027-06-01", [.. Invoiced, Notes, Messages], ErasedParts.OtherNotes | ErasedParts.FreeInvoices),
        new PlanCase("legal hold on the invoices of a contact person with an address of their own, which stays", Facts.None.Contact(addressed: true).LivesSomewhere().HeldOnly(InvoicingDetails), "ContactPerson:1001;LegalHold:9+64~2027-06-01", [.. HeldInvoices, RepresentedOrganisation], ErasedParts.OtherNotes),
        new PlanCase("legal hold on the role of a contact person with a former one, which stays", Facts.None.Contact().Contact(until: "2001-01-01", of: 2).HeldOnly(RepresentedOrganisation), "ContactPerson:1001;LegalHold:9+4~2027-06-01", [.. Represents, Notes], ErasedParts.OtherNotes),
        new PlanCase("legal hold on the invoices of one with a ban", Facts.None.Forbids().HeldOnly(InvoicingDetails), "LegalHold:9+64~2027-06-01;Ban:", [.. HeldInvoices, ConsentsAndBans], ErasedParts.OtherNotes | ErasedParts.Consents),
        new PlanCase("legal hold on the consents of one with a ban: all of them stay", Facts.None.Forbids().HeldOnly(ConsentsAndBans), "LegalHold:9+128~2027-06-01;Ban:", [.. Details, Notes, ConsentsAndBans], ErasedParts.OtherNotes),
        new PlanCase("legal hold on the invoices of one whose erasure was granted", Facts.None.HeldOnly(InvoicingDetails).WasGrantedErasure(), "LegalHold:9+64~2027-06-01;ErasureUnderWay:107", [.. HeldInvoices, DataCategory.Requests], ErasedParts.OtherNotes | ErasedParts.OtherRequests),
        new PlanCase("two legal holds on two categories", Facts.None.HeldOnly(InvoicingDetails).HeldOnly(DataCategory.PaperRecords), "LegalHold:9+4096~2027-06-01;LegalHold:9+64~2027-06-01", [.. HeldInvoices, DataCategory.PaperRecords], ErasedParts.OtherNotes),
        new PlanCase("legal hold on the invoices beside one on everything", Facts.None.Held().HeldOnly(InvoicingDetails), "LegalHold:7~2027-05-01;LegalHold:9+64~2027-06-01", Everything),
        new PlanCase("legal hold on the invoices of one with an open request", Facts.None.Asks().HeldOnly(InvoicingDetails), "OpenRequest:101;LegalHold:9+64~2027-06-01", Everything),

        // Restriction: kept, though not used.
        new PlanCase("restriction in force", Facts.None.Restricts(), "Restriction:201", Everything),
        new PlanCase("restriction of a contact person", Facts.None.Contact().Restricts(), "ContactPerson:1001;Restriction:201", Everything),
        new PlanCase("restriction and legal hold", Facts.None.Restricts().Held(), "Restriction:201;LegalHold:7~2027-05-01", Everything),
        new PlanCase("restriction of one with a voucher", Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Restricts(), "AccountingAct:50001@2032-01-01;Restriction:201", Everything),

        // Bans: they protect whoever can still be reached, and nobody else. Consents go.
        new PlanCase("ban of one who goes altogether", Facts.None.Forbids(), null, Nothing),
        new PlanCase("ban of a contact person", Facts.None.Contact().Forbids(), "ContactPerson:1001;Ban:", [.. Represents, ConsentsAndBans], ErasedParts.Consents),
        new PlanCase("ban of a former contact person", Facts.None.Contact(until: "2001-01-01").Forbids(), null, Nothing),
        new PlanCase("ban of one with an open invoice", Facts.None.Invoice(InvoiceState.Open, "2010-01-01").Forbids(), "OpenInvoice:50001;Ban:", [.. Invoiced, ConsentsAndBans], ErasedParts.Consents),
        new PlanCase("ban of one of whom an invoice stays, but no address to write to", Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Forbids(), "AccountingAct:50001@2032-01-01", Voucher),
        new PlanCase("ban of one with an open request: consents stay too", Facts.None.Asks().Forbids(), "OpenRequest:101;Ban:", Everything),

        // An erasure under way: its own request is kept while the person stays, to complete it.
        new PlanCase("erasure under way of a private customer", Facts.None.WasGrantedErasure(), null, Nothing),
        new PlanCase("erasure under way of a contact person", Facts.None.Contact().WasGrantedErasure(), "ContactPerson:1001;ErasureUnderWay:107", [.. Represents, DataCategory.Requests], ErasedParts.OtherRequests),
        new PlanCase("erasure under way of one with an open invoice and a ban", Facts.None.Invoice(InvoiceState.Open, "2010-01-01").Forbids().WasGrantedErasure(), "OpenInvoice:50001;Ban:;ErasureUnderWay:107", [.. Invoiced, ConsentsAndBans, DataCategory.Requests], ErasedParts.OtherRequests | ErasedParts.Consents),
        new PlanCase("erasure under way of one of whom a voucher stays", Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").WasGrantedErasure(), "AccountingAct:50001@2032-01-01", Voucher),
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
        Assert.Equal(c.Parts, plan.Parts);
        // Of invoices exactly those stay that a ground names.
        Assert.Equal(plan.Grounds.Where(g => g.Kind is GroundKind.OpenInvoice or GroundKind.Collection or GroundKind.AccountingAct).Select(g => g.Reference!.Value).Distinct().Order(), plan.KeptInvoices.Order());
        Assert.Equal(c.Kept.Contains(DataCategory.Orders) ? CategoryOutcome.Kept : CategoryOutcome.Anonymised, plan.Decisions.Single(d => d.Category == DataCategory.Orders).Outcome);
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
        var plan = ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Of(Person), Today, RetentionRules.OfTheNotice).LimitedTo(approved, []);

        Assert.Equal([Notes, DataCategory.Orders, ConsentsAndBans, DataCategory.Requests, PortalUse, Messages, FormerDetails, DataCategory.PaperRecords, DataCategory.Visits], plan.Erased);
        Assert.Equal([GroundKind.NotApproved], plan.Decisions.Single(d => d.Category == Name).Grounds.Select(g => g.Kind));
        Assert.Equal([GroundKind.AccountingAct], plan.Decisions.Single(d => d.Category == InvoicingDetails).Grounds.Select(g => g.Kind));
    }

    [Fact]
    public void Limit_that_covers_all_changes_nothing()
    {
        var plan = ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2025-01-01").Of(Person), Today, RetentionRules.OfTheNotice);
        Assert.Equal(plan.GroundsText(), plan.LimitedTo(plan.ErasedBits, []).GroundsText());
        Assert.Equal(plan.ErasedBits, plan.LimitedTo(plan.ErasedBits, []).ErasedBits);
    }

    [Fact]
    public void Invoice_that_lost_its_ground_after_the_approval_stays_and_the_ones_that_were_to_go_go()
    {
        var facts = Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Open, "2011-01-01", 2).Contact();
        var approved = ErasurePlan.Of(facts.Of(Person), Today, RetentionRules.OfTheNotice);
        var paidSince = Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Paid, "2011-01-01", 2).Contact();

        var plan = ErasurePlan.Of(paidSince.Of(Person), Today, RetentionRules.OfTheNotice).LimitedTo(approved.ErasedBits, [.. approved.Grounds]);

        Assert.Equal(ErasedParts.FreeInvoices, plan.Parts);
        Assert.Equal([2L], plan.KeptInvoices);
        Assert.DoesNotContain(InvoicingDetails, plan.Erased);
    }

    [Fact]
    public void Role_that_ended_after_the_approval_stays()
    {
        var approved = ErasurePlan.Of(Facts.None.Contact(of: 1).Contact(of: 2).Contact(until: "2001-01-01", of: 3).Of(Person), Today, RetentionRules.OfTheNotice);
        var endedSince = Facts.None.Contact(of: 1).Contact(until: "2026-11-22", of: 2).Contact(until: "2001-01-01", of: 3);

        var plan = ErasurePlan.Of(endedSince.Of(Person), Today, RetentionRules.OfTheNotice).LimitedTo(approved.ErasedBits, [.. approved.Grounds]);

        Assert.Equal(ErasedParts.None, plan.Parts);
    }

    [Fact]
    public void What_is_erased_in_part_again_and_again_is_never_done_already()
    {
        var plan = ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Paid, "2010-01-01", 1).Invoice(InvoiceState.Open, "2011-01-01", 2).WasGrantedErasure().Of(Person), Today, RetentionRules.OfTheNotice);
        Assert.True(plan.ErasesBeyond(plan.ErasedBits));
        var afterwards = ErasurePlan.Of(Facts.None.Invoice(InvoiceState.Open, "2011-01-01", 2).WasGrantedErasure().Of(Person), Today, RetentionRules.OfTheNotice);
        Assert.False(afterwards.ErasesBeyond(plan.ErasedBits));
    }

    [Fact]
    public void Very_many_grounds_are_stored_in_part_and_still_read()
    {
        var facts = Enumerable.Range(1, 500).Aggregate(Facts.None, (f, n) => f.Contact(of: n));
        var text = ErasurePlan.Of(facts.Of(Person), Today, RetentionRules.OfTheNotice).GroundsText();

        Assert.InRange(text!.Length, 1900, 2000);
        Assert.All(ErasurePlan.ParseGrounds(text), g => Assert.Equal(GroundKind.ContactPerson, g.Kind));
        Assert.True(ErasurePlan.MayBeCut(text));
    }

    private static IEnumerable<string> Sorted(string? grounds) => (grounds ?? "").Split(';').Order(StringComparer.Ordinal);
}
