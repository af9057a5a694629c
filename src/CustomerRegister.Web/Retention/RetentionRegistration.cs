using CustomerRegister.Orders;
using CustomerRegister.Retention;

namespace CustomerRegister.Web.Retention;

public static class RetentionRegistration
{
    /// <summary>
    /// Reads <c>Retention:CustomerData</c> (ISO 8601, such as <c>P10Y</c>), <c>Retention:FinancialYearEnd</c> (<c>--12-31</c>, ISO 8601 month and day)
    /// <c>Retention:Vouchers</c> (no shorter than <c>P6Y</c>), <c>Retention:Mails</c>, <c>Retention:ClosedRequests</c>, <c>Retention:PortalUse</c>, <c>Retention:Visits</c>, <c>Retention:AuditLog</c>, <c>Retention:LogFiles</c> (periods likewise), <c>Retention:Automatic</c> (the rules that need no approval), <c>Retention:SmallestArea</c> (people of a postal area that anonymised orders still name),
    /// <c>Retention:BatchSize</c> and <c>Retention:CoolingOffDays</c> (between the approval of a requested erasure and its execution). A setting that makes no sense stops the program: a wrong period erases too early.
    /// </summary>
    public static IServiceCollection AddRegisterRetention(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Retention");
        var notice = RetentionRules.OfTheNotice;
        var period = Period("CustomerData", notice.CustomerData);
        var (month, day) = settings["FinancialYearEnd"] is { Length: > 0 } end ? MonthAndDay(end) : (notice.FinancialYearEndMonth, notice.FinancialYearEndDay);
        var size = settings.GetValue("BatchSize", RetentionBatch.Usual.Size);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, "Retention:BatchSize");
        services.AddSingleton(new RetentionRules(period, month, day)
        {
            Vouchers = Vouchers(Period("Vouchers", notice.Vouchers)),
            Mails = Period("Mails", notice.Mails),
            ClosedRequests = Period("ClosedRequests", notice.ClosedRequests),
            PortalUse = Period("PortalUse", notice.PortalUse),
            Visits = Period("Visits", notice.Visits),
            Automatic = Automatic(settings["Automatic"]) ?? notice.Automatic,
            AuditLog = Period("AuditLog", notice.AuditLog),
            LogFiles = Period("LogFiles", notice.LogFiles),
        });
        var people = settings.GetValue("SmallestArea", SmallestArea.Usual.People);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 2, "Retention:SmallestArea");
        services.AddSingleton(new SmallestArea(people));
        services.AddErasureLedger(configuration);
        services.AddSingleton(new RetentionBatch(size));
        var coolingOff = settings.GetValue("CoolingOffDays", ErasureCoolingOff.Usual.Days);
        ArgumentOutOfRangeException.ThrowIfNegative(coolingOff, "Retention:CoolingOffDays");
        services.AddSingleton(new ErasureCoolingOff(coolingOff));
        return services.AddSuppressionList(configuration);

        RetentionPeriod Period(string name, RetentionPeriod usual) => settings[name] is { Length: > 0 } text ? RetentionPeriod.Parse(text) : usual;
    }

    private static RetentionPeriod Vouchers(RetentionPeriod period)
    {
        var yearEnd = new DateOnly(2000, 12, 31);
        return period.After(yearEnd) >= AccountingPeriods.Vouchers.After(yearEnd) ? period
            : throw new FormatException($"Retention:Vouchers is {period}, but the Accounting Act (2:10) has vouchers kept {AccountingPeriods.Vouchers} at least.");
    }

    /// <summary><c>Mails, PortalUse</c>: the rules that go without approval; <c>none</c> for none.</summary>
    private static IReadOnlyList<RetentionRule>? Automatic(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Trim().Equals("none", StringComparison.OrdinalIgnoreCase))
            return [];
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name =>
            RetentionRules.MayBeAutomatic.Where(rule => rule.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).Cast<RetentionRule?>().FirstOrDefault()
                ?? throw new FormatException($"Retention:Automatic names {name}: only {string.Join(", ", RetentionRules.MayBeAutomatic)} may go without approval."))];
    }

    // 29 February is a day: 2000 had it.
    private static (int Month, int Day) MonthAndDay(string text) =>
        DateOnly.TryParseExact($"2000{text}", "yyyy--MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day)
            ? (day.Month, day.Day)
            : throw new FormatException($"Retention:FinancialYearEnd is written --MM-DD, such as --12-31, not {text}.");
}
