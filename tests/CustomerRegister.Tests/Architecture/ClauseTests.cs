using System.Text.RegularExpressions;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Architecture;

/// <summary>A clause of the privacy notice that the program says it keeps has a test that proves it, here or in the browser tests.</summary>
public sealed partial class ClauseTests
{
    private const int ClausesOfTheNotice = 42;

    /// <summary>Add a clause when it is kept; none is ever taken away.</summary>
    private static readonly string[] Kept = ["N1", "N2", "N3", "N7", "N8", "N9", "N10", "N11", "N12", "N13", "N14", "N15", "N19", "N20", "N21", "N22", "N24", "N25", "N26", "N27", "N28", "N29", "N30", "N31", "N32", "N33", "N34", "N35", "N36", "N37", "N38", "N39", "N40", "N41", "N42"];

    [Fact]
    public void Every_clause_that_is_kept_has_a_test() => Assert.Empty(Kept.Except(Marked()));

    [Fact]
    public void Only_clauses_of_the_notice_are_marked() =>
        Assert.Empty(Marked().Except(Enumerable.Range(1, ClausesOfTheNotice).Select(number => $"N{number}")));

    private static HashSet<string> Marked() => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines)
        .SelectMany(line => Mark().Matches(line))
        .Select(match => match.Groups["clause"].Value)];

    [GeneratedRegex("""^\s*\[Clause\("(?<clause>[^"]*)"\)""")]
    private static partial Regex Mark();
}
