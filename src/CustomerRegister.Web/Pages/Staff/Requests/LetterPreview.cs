using CustomerRegister.Requests;

namespace CustomerRegister.Web.Pages.Staff.Requests;

/// <summary>A letter as it would go out, in the person's language.</summary>
public sealed record LetterPreview(LetterText Letter, Language Language);
