using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Pages.Staff.Statistics;

/// <summary>Statistics as they were last counted (N3).</summary>
[RequirePermission(Permission.ViewStatistics)]
public sealed class IndexModel(ViewStatistics view, TermNames terms, DataNames data, IStringLocalizer<StatisticsTexts> texts) : PageModel
{
    /// <summary>The topics that have no sums.</summary>
    public static IReadOnlyList<StatisticTopic> Counted { get; } = [.. Enum.GetValues<StatisticTopic>().Except([StatisticTopic.Orders])];

    public StatisticsView Statistics { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct) => Statistics = await view.Run(ct);

    /// <summary>What a line counts, in words.</summary>
    public string NameOf(StatisticFigure figure) => figure switch
    {
        { Key: null } => texts["Joined"].Value,
        { Key: "" } => texts[$"Unknown.{figure.Topic}"].Value,
        { Topic: StatisticTopic.InForceByLanguage } => terms[Enum.Parse<Language>(figure.Key)],
        { Topic: StatisticTopic.InForceByArea } => char.IsAsciiDigit(figure.Key[0]) ? texts["Area", figure.Key].Value : CountryCode.NameIn(figure.Key, CultureInfo.CurrentUICulture),
        { Topic: StatisticTopic.ViewsByPage } => data.Page(figure.Key),
        { Topic: StatisticTopic.Orders or StatisticTopic.VisitsByMonth, Key.Length: > 4 } => DateOnly.ParseExact(figure.Key, "yyyy-MM", CultureInfo.InvariantCulture).ToString("Y", CultureInfo.CurrentCulture),
        _ => figure.Key,
    };

    /// <summary>How long the bar of a line is, in hundredths of the longest of its table.</summary>
    public static int Share(StatisticFigure figure, IEnumerable<StatisticFigure> table) => (int)(100L * figure.Count / table.Max(f => f.Count));
}
