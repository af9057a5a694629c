namespace CustomerRegister.Documents;

/// <summary>Makes a document that a person gets: a whole HTML file that needs no network, in the person's language.</summary>
public interface IDocumentRenderer
{
    /// <param name="template">The template's name, such as <c>AccessReport</c>.</param>
    /// <param name="language">Of all its texts, dates and numbers, whatever the language of who causes it.</param>
    Task<string> Render<TModel>(string template, TModel model, Language language, CancellationToken ct) where TModel : class;

    /// <summary>Writes the document in UTF-8 while it is made: a template that flushes holds no more than a part of it in memory.</summary>
    Task Render<TModel>(Stream target, string template, TModel model, Language language, CancellationToken ct) where TModel : class;
}
