namespace CustomerRegister.Retention;

/// <summary>How long data is kept, and from what the time is counted. Settings; the defaults are those of the notice and the law.</summary>
/// <param name="CustomerData">Counted from the end of the customer relationship (N20): an explicit date, never the day of the last edit.</param>
/// <param name="FinancialYearEndMonth">The month in which the controller's financial years end, 1 to 12: vouchers are kept from there (Accounting Act 2:10).</param>
/// <param name="FinancialYearEndDay">The day on which they end.</param>
public sealed record RetentionRules(RetentionPeriod CustomerData, int FinancialYearEndMonth, int FinancialYearEndDay)
{
    /// <summary>The rules that may be carried out every night without approval: they take away what is not the customer relationship itself. Stands before the rules of the notice, which begin with it.</summary>
    public static IReadOnlyList<RetentionRule> MayBeAutomatic { get; } = [RetentionRule.Mails, RetentionRule.ClosedRequests, RetentionRule.PortalUse, RetentionRule.Visits];

    /// <summary>Ten years from the end of the relationship; financial years are calendar years.</summary>
    public static RetentionRules OfTheNotice { get; } = new(RetentionPeriod.Of(years: 10), 12, 31);

    /// <summary>Invoices with their buyer, from the end of the calendar year in which the financial year ended; never shorter than the Accounting Act says: see <see cref="AccountingPeriods"/>.</summary>
    public RetentionPeriod Vouchers { get; init; } = AccountingPeriods.Vouchers;

    /// <summary>Mails, from the day on which they were made, once they are sent or given up. The controller's own rule (GDPR Art. 5(1)(e)).</summary>
    public RetentionPeriod Mails { get; init; } = RetentionPeriod.Of(years: 1);

    /// <summary>What was asked and answered, from the answer or the withdrawal: a claim for damages expires in three years (Act 728/2003, section 4).</summary>
    public RetentionPeriod ClosedRequests { get; init; } = RetentionPeriod.Of(years: 3);

    /// <summary>Invitations and sign-ins to the portal, from their end. The controller's own rule (GDPR Art. 5(1)(e)).</summary>
    public RetentionPeriod PortalUse { get; init; } = RetentionPeriod.Of(years: 1);

    /// <summary>Visits, from their beginning. The controller's own rule (GDPR Art. 5(1)(e)): the notice says that they are kept, not for how long.</summary>
    public RetentionPeriod Visits { get; init; } = RetentionPeriod.Of(months: 6);

    /// <summary>Who did what with whose data: a claim for damages lapses ten years after the event at the latest (Act 728/2003, section 7).</summary>
    public RetentionPeriod AuditLog { get; init; } = RetentionPeriod.Of(years: 10);

    /// <summary>The technical log's files, from their day. They hold no personal values; the controller's own rule (GDPR Art. 5(1)(e) and 32).</summary>
    public RetentionPeriod LogFiles { get; init; } = RetentionPeriod.Of(months: 6);

    /// <summary>The rules that are carried out every night without approval, of those that may be.</summary>
    public IReadOnlyList<RetentionRule> Automatic { get; init; } = MayBeAutomatic;

    /// <summary>The rules that a second person approves, in the order of a run's list.</summary>
    public IReadOnlyList<RetentionRule> NeedApproval => [.. Enum.GetValues<RetentionRule>().Where(rule => !IsAutomatic(rule))];

    /// <summary>The rules that a run is of.</summary>
    /// <param name="one">Null for all that need approval.</param>
    public IReadOnlyList<RetentionRule> OfRun(RetentionRule? one) => one is { } only ? [only] : NeedApproval;

    public bool IsAutomatic(RetentionRule rule) => Automatic.Contains(rule);

    /// <summary>The latest end of a relationship whose retention period is over on that day.</summary>
    public DateOnly DueIfEndedBy(DateOnly asOf) => CustomerData.LatestStart(asOf);

    /// <summary>Whether the retention period is over on that day. A relationship without an end is never due.</summary>
    public bool IsDue(DateOnly? relationshipEnd, DateOnly asOf) => relationshipEnd is { } end && end <= DueIfEndedBy(asOf);

    /// <summary>The first day on which an invoice of that day need no longer be kept as a voucher.</summary>
    public DateOnly VoucherFreeOn(DateOnly invoicedOn) =>
        Vouchers.After(AccountingPeriods.VoucherYearEnd(invoicedOn, FinancialYearEndMonth, FinancialYearEndDay)).AddDays(1);

    /// <summary>The latest day of an invoice that need no longer be kept as a voucher: <c>VoucherFreeOn(day) &lt;= today</c> just when <c>day &lt;= LatestFreeVoucher(today)</c>.</summary>
    public DateOnly LatestFreeVoucher(DateOnly today)
    {
        var counted = Vouchers.LatestStart(today.AddDays(-1));
        var year = counted is { Month: 12, Day: 31 } ? counted.Year : counted.Year - 1;
        return AccountingPeriods.FinancialYearEnd(new DateOnly(year, FinancialYearEndMonth, 1), FinancialYearEndMonth, FinancialYearEndDay);
    }
}

/// <summary>How many people one transaction of a retention run holds: a setting.</summary>
public sealed record RetentionBatch(int Size)
{
    /// <summary>Few enough that whoever writes meanwhile waits some seconds at most, and so many that what costs the same for any number does not matter.</summary>
    public static RetentionBatch Usual { get; } = new(5_000);
}
