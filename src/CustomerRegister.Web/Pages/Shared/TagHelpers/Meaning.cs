namespace CustomerRegister.Web.Pages.Shared.TagHelpers;

/// <summary>What a status means to the reader, which decides its colour. The words beside it say the same.</summary>
public enum Meaning
{
    Neutral,
    Info,
    Good,
    Attention,
    Problem,
}

internal static class MeaningColours
{
    public static string Colour(this Meaning meaning) => meaning switch
    {
        Meaning.Info => "info",
        Meaning.Good => "success",
        Meaning.Attention => "warning",
        Meaning.Problem => "danger",
        _ => "neutral",
    };
}
