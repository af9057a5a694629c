namespace CustomerRegister.Customers;

/// <summary>
/// The folded terms of a search, and where a customer is found by one: where the sort name begins with it, or anywhere in the search text. One or
/// two letters are looked for at the beginning of words only, for which the indexes serve too.
/// </summary>
public static class CustomerTerms
{
    private const int LongestQuery = 200;
    private const int MostTerms = 10;

    // Sorts after everything that begins with what stands before it.
    internal const string Last = "\U0010FFFF";

    public static IReadOnlyList<string> Of(string? words)
    {
        var text = words is { Length: > LongestQuery } ? words[..LongestQuery] : words;
        var terms = SearchText.Tokens(text).Select(WithoutExitCode).Distinct().Take(MostTerms).ToList();
        // Who is found by the longer is found by the shorter as well.
        return [.. terms.Where(t => !terms.Exists(longer => longer.Length > t.Length && Implies(longer, t)))];
    }

    /// <summary>Customers in whose name or text every term is found.</summary>
    public static IQueryable<Customer> WithTerms(this IQueryable<Customer> customers, IReadOnlyList<string> terms)
    {
        foreach (var term in terms)
        {
            var (end, part) = (term + Last, InText(term));
            customers = customers.Where(c => (c.SortName.CompareTo(term) >= 0 && c.SortName.CompareTo(end) < 0) || c.SearchText.Contains(part));
        }

        return customers;
    }

    /// <summary>Customers whose sort name begins with the term: one stretch of the ordered index.</summary>
    public static IQueryable<Customer> WithNameFrom(this IQueryable<Customer> customers, string term)
    {
        var end = term + Last;
        return customers.Where(c => c.SortName.CompareTo(term) >= 0 && c.SortName.CompareTo(end) < 0);
    }

    /// <summary>Customers whose sort name does not begin with the term.</summary>
    public static IQueryable<Customer> WithoutNameFrom(this IQueryable<Customer> customers, string term)
    {
        var end = term + Last;
        return customers.Where(c => c.SortName.CompareTo(term) < 0 || c.SortName.CompareTo(end) >= 0);
    }

    public static IQueryable<Customer> WithText(this IQueryable<Customer> customers, string term)
    {
        var part = InText(term);
        return customers.Where(c => c.SearchText.Contains(part));
    }

    /// <summary>What is looked for in the search text: a short term with the gap before its word.</summary>
    internal static string InText(string term) => IsBeginning(term) ? " " + term : term;

    // Two digits may stand in the middle of a phone number that is written in groups.
    private static bool IsBeginning(string term) => term.Length < 3 && !term.All(char.IsAsciiDigit);

    private static bool Implies(string longer, string term) =>
        IsBeginning(term) ? longer.StartsWith(term, StringComparison.Ordinal) : longer.Contains(term, StringComparison.Ordinal);

    // A number dialled with 00 before the country is stored without it; what is left still finds anything else that begins with zeros.
    private static string WithoutExitCode(string term) =>
        term.StartsWith("00", StringComparison.Ordinal) && term.Length > 2 && term.All(char.IsAsciiDigit) ? term[2..] : term;
}
