namespace CustomerRegister.Web.Documents;

/// <summary>Texts of the documents that people get.</summary>
public sealed class DocumentTexts;
