namespace CustomerRegister.Retention;

/// <summary>
/// How long accounting material must be kept: Finnish Accounting Act (1336/1997) chapter 2, section 10. Vouchers, which invoices are,
/// and correspondence six years from the end of the calendar year in which the financial year ended; books, financial statements and
/// the chart of accounts ten years from the end of the financial year.
/// </summary>
public static class AccountingPeriods
{
    private const int BookYears = 10;

    /// <summary>The last day of the financial year that a day belongs to.</summary>
    /// <param name="day">The day of the voucher or entry.</param>
    /// <param name="endMonth">Month in which financial years end, 1 to 12.</param>
    /// <param name="endDay">Day on which they end; 28 or 29 February means the end of February.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day in the calendar.</exception>
    public static DateOnly FinancialYearEnd(DateOnly day, int endMonth = 12, int endDay = 31)
    {
        const int leapYear = 2000;
        const int commonYear = 2001;
        ArgumentOutOfRangeException.ThrowIfLessThan(endMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endMonth, 12);
        ArgumentOutOfRangeException.ThrowIfLessThan(endDay, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endDay, DateTime.DaysInMonth(leapYear, endMonth));

        var atMonthEnd = endDay >= DateTime.DaysInMonth(commonYear, endMonth);
        var end = EndIn(day.Year);
        return end >= day ? end : EndIn(day.Year + 1);

        DateOnly EndIn(int year) => new(year, endMonth, atMonthEnd ? DateTime.DaysInMonth(year, endMonth) : endDay);
    }

    /// <summary>How long a voucher must be kept at least, from the end of the calendar year in which the financial year ended.</summary>
    public static RetentionPeriod Vouchers { get; } = RetentionPeriod.Of(years: 6);

    /// <summary>The day from which a voucher's period is counted.</summary>
    /// <inheritdoc cref="FinancialYearEnd"/>
    public static DateOnly VoucherYearEnd(DateOnly day, int endMonth = 12, int endDay = 31) => new(FinancialYearEnd(day, endMonth, endDay).Year, 12, 31);

    /// <summary>The last day on which the books with an entry of that day must be kept; the day after it they may go.</summary>
    /// <inheritdoc cref="FinancialYearEnd"/>
    public static DateOnly BooksKeptUntil(DateOnly day, int endMonth = 12, int endDay = 31)
    {
        var end = FinancialYearEnd(day, endMonth, endDay);
        // Ten years on, a financial year that ends with February ends on the last day of that February.
        return FinancialYearEnd(new DateOnly(end.Year + BookYears, end.Month, 1), endMonth, endDay);
    }
}
