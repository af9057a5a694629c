using CustomerRegister.Merging;

namespace CustomerRegister.Web.Merging;

public static class MergingRegistration
{
    /// <summary>Reads <c>Merging:UndoDays</c>: for how many days a merge of two customers can be undone, 0 to 365.</summary>
    public static IServiceCollection AddRegisterMerging(this IServiceCollection services, IConfiguration configuration)
    {
        var days = configuration.GetValue("Merging:UndoDays", MergeRules.Usual.UndoDays);
        ArgumentOutOfRangeException.ThrowIfNegative(days, "Merging:UndoDays");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 365, "Merging:UndoDays");
        return services.AddSingleton(new MergeRules(days));
    }
}
