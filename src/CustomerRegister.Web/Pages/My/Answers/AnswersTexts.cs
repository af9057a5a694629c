namespace CustomerRegister.Web.Pages.My.Answers;

/// <summary>Texts of the page that answers a customer's request.</summary>
public sealed class AnswersTexts;
