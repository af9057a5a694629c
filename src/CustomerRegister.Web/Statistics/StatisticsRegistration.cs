using CustomerRegister.Statistics;

namespace CustomerRegister.Web.Statistics;

public static class StatisticsRegistration
{
    /// <summary>Reads <c>Statistics:SmallestGroup</c>: how many people a group has that statistics show. Too few stops the program.</summary>
    public static IServiceCollection AddRegisterStatistics(this IServiceCollection services, IConfiguration configuration)
    {
        var people = configuration.GetValue("Statistics:SmallestGroup", SmallestGroup.Usual.People);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, SmallestGroup.Fewest, "Statistics:SmallestGroup");
        return services.AddSingleton(new SmallestGroup(people));
    }
}
