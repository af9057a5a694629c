namespace CustomerRegister.Benchmarks;

/// <summary>Of one round, in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99)
{
    public static Percentiles Of(IReadOnlyCollection<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
        return new Percentiles(At(0.5), At(0.95), At(0.99));
    }

    /// <summary>The median of each over the rounds.</summary>
    public static Percentiles Median(IReadOnlyCollection<Percentiles> rounds) =>
        new(Middle(rounds.Select(r => r.P50)), Middle(rounds.Select(r => r.P95)), Middle(rounds.Select(r => r.P99)));

    public static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
