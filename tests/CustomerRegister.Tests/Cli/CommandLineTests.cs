using CustomerRegister.Web.Cli;

namespace CustomerRegister.Tests.Cli;

/// <summary>The same executable serves pages and takes verbs.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("migrate")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--version")]
    public void A_verb_or_a_question_about_them_serves_no_pages(string first) => Assert.True(CommandLine.Asked([first]));

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://localhost:5080")]
    [InlineData("--help-me-not")]
    public void Settings_alone_serve_pages(params string[] arguments) => Assert.False(CommandLine.Asked(arguments));
}
