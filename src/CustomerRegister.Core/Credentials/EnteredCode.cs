namespace CustomerRegister.Credentials;

/// <summary>A code as people type it: with spaces, dashes and small letters.</summary>
public static class EnteredCode
{
    public static string Of(string? typed) => string.Concat((typed ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
