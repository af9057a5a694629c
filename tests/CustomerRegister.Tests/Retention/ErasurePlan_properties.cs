using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Retention;

/// <summary>What holds of every plan, whoever the person and whatever the facts.</summary>
[Clause("N19")]
public sealed class ErasurePlan_properties
{
    private static readonly CustomerId Person = new(Guid.Parse("0192f0c5-0000-7000-8000-000000000001"));

    private static readonly Gen<DateOnly> Days =
        Gen.Choose(new DateOnly(1995, 1, 1).DayNumber, new DateOnly(2040, 12, 31).DayNumber).Select(DateOnly.FromDayNumber);

    private static readonly Gen<InvoiceFact> Invoices =
        from number in Gen.Choose(1, 9999)
        from state in Gen.Elements(Enum.GetValues<InvoiceState>())
        from day in Days
        select new InvoiceFact(number, state, day);

    private static readonly Gen<ContactRoleFact> Roles =
        from number in Gen.Choose(1, 9999)
        from start in Days
        from length in Gen.Choose(0, 9000)
        from ends in Gen.Elements(true, false)
        from addressed in Gen.Elements(true, false)
        select new ContactRoleFact(number, start, ends ? start.AddDays(length) : null) { OrganisationHasAddress = addressed };

    private static readonly Gen<HoldFact> Holds =
        from number in Gen.Choose(1, 999)
        from review in Days
        from all in Gen.Elements(true, false)
        from only in Gen.SubListOf(LegalHold.Choosable.ToArray())
        select new HoldFact(number, review) { KeptCategories = all ? 0 : only.Aggregate(0, (int bits, DataCategory category) => bits | 1 << (int)category) };

    private static readonly Gen<ErasureFacts> AnyFacts =
        from invoices in Few(Invoices)
        from roles in Few(Roles)
        from requests in Gen.Frequency((4, Gen.Constant<IReadOnlyList<long>>([])), (1, Gen.Choose(1, 999).Select<int, IReadOnlyList<long>>(n => [n])))
        from addresses in Gen.Elements(true, false)
        from ban in Gen.Elements(true, false)
        from erasure in Gen.Elements(true, false)
        from holds in Gen.Frequency((3, Gen.Constant<IReadOnlyList<HoldFact>>([])), (1, Few(Holds)))
        from restrictions in Gen.Frequency((5, Gen.Constant<IReadOnlyList<long>>([])), (1, Gen.Constant<IReadOnlyList<long>>([41])))
        select new ErasureFacts(Person, invoices, roles, requests) { HasAddresses = addresses, HasBanInForce = ban, ErasureRequest = erasure ? 900 : null, Holds = holds, Restrictions = restrictions };

    private static readonly Gen<RetentionRules> AnyRules =
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, 28)
        from vouchers in Gen.Elements("P6Y", "P7Y", "P10Y", "P6Y1M", "P6Y30D")
        select RetentionRules.OfTheNotice with { FinancialYearEndMonth = month, FinancialYearEndDay = day, Vouchers = RetentionPeriod.Parse(vouchers) };

    private static readonly Gen<(ErasureFacts Facts, DateOnly Day, RetentionRules Rules)> Cases =
        from facts in AnyFacts
        from day in Days
        from rules in AnyRules
        select (facts, day, rules);

    [Fact]
    public void Nothing_is_both_erased_and_kept() => Always(Cases, c =>
    {
        var plan = ErasurePlan.Of(c.Facts, c.Day, c.Rules);
        var kept = plan.Decisions.Where(d => !d.IsErased).Select(d => d.Category).ToList();
        return !plan.Erased.Intersect(kept).Any() && plan.Erased.Count() + kept.Count == plan.Decisions.Count
            && plan.Decisions.Select(d => d.Category).Distinct().Count() == plan.Decisions.Count;
    });

    [Fact]
    public void Every_kept_category_has_a_ground_with_a_day_ahead_or_an_event() => Always(Cases, c =>
        ErasurePlan.Of(c.Facts, c.Day, c.Rules).Decisions.Where(d => !d.IsErased)
            .All(d => d.Grounds.Count > 0 && d.Grounds.All(g => g.Until is null || g.Until > c.Day)));

    [Fact]
    public void Every_invoice_is_either_kept_on_a_ground_that_names_it_or_goes() => Always(Cases, c =>
    {
        var plan = ErasurePlan.Of(c.Facts, c.Day, c.Rules);
        var named = plan.Grounds.Where(g => g.Kind is GroundKind.OpenInvoice or GroundKind.Collection or GroundKind.AccountingAct).Select(g => g.Reference!.Value).ToHashSet();
        return Kept(plan, c.Facts).SetEquals(WhollyKept(plan) ? c.Facts.Invoices.Select(i => i.Number) : named);
    });

    [Fact]
    public void Another_fact_never_lets_an_invoice_go_that_was_kept_nor_does_time_keep_one_that_was_to_go() => Always(
        from c in Cases
        from invoice in Invoices
        from later in Gen.Choose(0, 20000)
        select (c, More: c.Facts with { Invoices = [.. c.Facts.Invoices, invoice] }, later),
        x => ErasurePlan.Of(x.c.Facts, x.c.Day, x.c.Rules) is var plan
            && Kept(plan, x.c.Facts).IsSubsetOf(Kept(ErasurePlan.Of(x.More, x.c.Day, x.c.Rules), x.More))
            && Kept(ErasurePlan.Of(x.c.Facts, x.c.Day.AddDays(x.later), x.c.Rules), x.c.Facts).IsSubsetOf(Kept(plan, x.c.Facts)));

    [Fact]
    public void Another_fact_never_erases_more() => Always(
        from c in Cases
        from invoice in Invoices
        from role in Roles
        from hold in Holds
        from kind in Gen.Choose(0, 5)
        select (c, More: kind switch
        {
            0 => c.Facts with { Invoices = [.. c.Facts.Invoices, invoice] },
            1 => c.Facts with { ContactRoles = [.. c.Facts.ContactRoles, role] },
            2 => c.Facts with { OpenRequests = [.. c.Facts.OpenRequests, 4711] },
            3 => c.Facts with { Holds = [.. c.Facts.Holds, hold] },
            4 => c.Facts with { Restrictions = [.. c.Facts.Restrictions, 4711] },
            _ => c.Facts with { HasBanInForce = true },
        }),
        x => Whole(Bits(x.More, x.c.Day, x.c.Rules)) is var more && (more & Bits(x.c.Facts, x.c.Day, x.c.Rules)) == more);

    [Fact]
    public void Who_the_person_is_and_what_a_hold_names_stays_whole_and_a_hold_of_all_keeps_all() => Always(
        from c in Cases
        from hold in Holds
        select (c, hold),
        x =>
        {
            var plan = ErasurePlan.Of(x.c.Facts with { Holds = [.. x.c.Facts.Holds, x.hold] }, x.c.Day, x.c.Rules);
            DataCategory[] named = x.hold.KeptCategories == 0 ? [.. plan.Decisions.Select(d => d.Category)]
                : [DataCategory.Name, DataCategory.ContactDetails, DataCategory.Relationship, .. ErasurePlan.CategoriesOf(x.hold.KeptCategories)];
            // The hold's own words are among the notes.
            return plan.Decisions.Where(d => named.Contains(d.Category)).All(d => !d.IsErased && !d.InPart) && !plan.Erased.Contains(DataCategory.Notes) && !plan.LeavesNobody;
        });

    [Fact]
    public void An_address_that_is_kept_is_kept_by_another_fact_too_and_time_only_lets_it_go() => Always(
        from c in Cases
        from role in Roles
        from invoice in Invoices
        from later in Gen.Choose(0, 20000)
        select (c, More: c.Facts with { ContactRoles = [.. c.Facts.ContactRoles, role], Invoices = [.. c.Facts.Invoices, invoice] }, later),
        x => (!KeepsAddresses(x.c.Facts, x.c.Day, x.c.Rules) || KeepsAddresses(x.More, x.c.Day, x.c.Rules))
            && (KeepsAddresses(x.c.Facts, x.c.Day, x.c.Rules) || !KeepsAddresses(x.c.Facts, x.c.Day.AddDays(x.later), x.c.Rules)));

    [Fact]
    public void Time_passing_never_keeps_more() => Always(
        from c in Cases
        from later in Gen.Choose(0, 20000)
        select (c, Later: c.Day.AddDays(later)),
        x => Whole(Bits(x.c.Facts, x.c.Day, x.c.Rules)) is var before && (Bits(x.c.Facts, x.Later, x.c.Rules) & before) == before);

    [Fact]
    public void On_the_day_a_ground_names_it_keeps_nothing_any_more() => Always(Cases, c =>
        ErasurePlan.Of(c.Facts, c.Day, c.Rules).Grounds.Where(g => g.Until is not null)
            .All(g => !ErasurePlan.Of(c.Facts, g.Until!.Value, c.Rules).Grounds.Contains(g)));

    [Fact]
    public void Stored_grounds_are_read_back_as_they_were() => Always(Cases, c =>
    {
        var plan = ErasurePlan.Of(c.Facts, c.Day, c.Rules);
        return ErasurePlan.ParseGrounds(plan.GroundsText()).SequenceEqual(plan.Grounds);
    });

    [Fact]
    public void Categories_are_read_back_from_their_bits() => Always(Cases, c =>
    {
        var plan = ErasurePlan.Of(c.Facts, c.Day, c.Rules);
        return ErasurePlan.CategoriesOf(plan.ErasedBits).SequenceEqual(plan.Erased);
    });

    [Fact]
    public void Limit_never_erases_more_than_either_the_plan_or_what_was_approved() => Always(
        from c in Cases
        from approved in Gen.Choose(0, 8191)
        from parts in Gen.Choose(0, 63)
        select (c, Approved: approved | parts << 24),
        x => ErasurePlan.Of(x.c.Facts, x.c.Day, x.c.Rules) is var plan && plan.LimitedTo(x.Approved, []) is var limited
            && Whole(limited.ErasedBits) == (Whole(plan.ErasedBits) & x.Approved)
            && (limited.Parts & ~((ErasedParts)x.Approved | ApprovedWhole(x.Approved))) == ErasedParts.None
            && Kept(plan, x.c.Facts).IsSubsetOf(Kept(limited, x.c.Facts))
            && limited.Decisions.All(d => d.IsErased || d.Grounds.Count > 0));

    [Fact]
    public void Limited_to_the_plan_that_was_approved_nothing_changes() => Always(Cases, c =>
        ErasurePlan.Of(c.Facts, c.Day, c.Rules) is var plan && plan.LimitedTo(plan.ErasedBits, [.. plan.Grounds]) is var limited
            && limited.ErasedBits == plan.ErasedBits && Kept(limited, c.Facts).SetEquals(Kept(plan, c.Facts)));

    [Fact]
    public void Comparing_with_the_latest_free_voucher_always_says_the_same_as_the_voucher_period() => Always(
        from rules in AnyRules
        from today in Days
        from around in Gen.Choose(-800, 800)
        select (rules, today, Day: rules.LatestFreeVoucher(today).AddDays(around)),
        x => (x.rules.VoucherFreeOn(x.Day) <= x.today) == (x.Day <= x.rules.LatestFreeVoucher(x.today)));

    // The parts are parts of categories that are kept: they end when the category goes altogether.
    private static int Whole(int bits) => bits & 0xFFFFFF;

    private static ErasedParts ApprovedWhole(int bits) => ErasurePlan.CategoriesOf(bits).Aggregate(ErasedParts.None, (parts, category) => parts | category switch
    {
        DataCategory.ContactDetails => ErasedParts.OwnAddresses,
        DataCategory.InvoicingDetails => ErasedParts.FreeInvoices,
        DataCategory.RepresentedOrganisation => ErasedParts.EndedRoles,
        DataCategory.Requests => ErasedParts.OtherRequests,
        DataCategory.ConsentsAndBans => ErasedParts.Consents,
        DataCategory.Notes => ErasedParts.OtherNotes,
        _ => ErasedParts.None,
    });

    private static bool KeepsAddresses(ErasureFacts facts, DateOnly day, RetentionRules rules) =>
        facts.HasAddresses && ErasurePlan.Of(facts, day, rules).Decisions.Single(d => d.Category == DataCategory.ContactDetails) is { IsErased: false, InPart: false };

    private static bool WhollyKept(ErasurePlan plan) => plan.Decisions.Single(d => d.Category == DataCategory.InvoicingDetails) is { IsErased: false, InPart: false };

    /// <summary>The invoices of which the plan erases nothing.</summary>
    private static HashSet<long> Kept(ErasurePlan plan, ErasureFacts facts) =>
        plan.Decisions.Single(d => d.Category == DataCategory.InvoicingDetails) switch
        {
            { IsErased: true } => [],
            { InPart: true } => [.. plan.KeptInvoices],
            _ => [.. facts.Invoices.Select(i => i.Number)],
        };

    private static int Bits(ErasureFacts facts, DateOnly day, RetentionRules rules) => ErasurePlan.Of(facts, day, rules).ErasedBits;

    private static Gen<IReadOnlyList<T>> Few<T>(Gen<T> one) =>
        from count in Gen.Choose(0, 3)
        from list in one.ListOf(count)
        select (IReadOnlyList<T>)list.ToList();

    private static void Always<T>(Gen<T> cases, Func<T, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(cases.ToArbitrary(), holds));
}
