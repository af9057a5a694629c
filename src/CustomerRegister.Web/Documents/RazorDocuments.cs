using System.Globalization;
using CustomerRegister.Documents;
using CustomerRegister.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace CustomerRegister.Web.Documents;

/// <summary>Renders the templates of this folder with the engine of the pages, also where there is no request, as in a job.</summary>
public sealed class RazorDocuments(IRazorViewEngine engine, ITempDataProvider tempData, IServiceProvider services) : IDocumentRenderer
{
    // It learns each model once.
    private static readonly EmptyModelMetadataProvider Metadata = new();

    public async Task<string> Render<TModel>(string template, TModel model, Language language, CancellationToken ct) where TModel : class
    {
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        await Render(text, template, model, language, ct);
        return text.ToString();
    }

    public async Task Render<TModel>(Stream target, string template, TModel model, Language language, CancellationToken ct) where TModel : class
    {
        await using var text = new StreamWriter(target, leaveOpen: true);
        await Render(text, template, model, language, ct);
    }

    private async Task Render<TModel>(TextWriter target, string template, TModel model, Language language, CancellationToken ct) where TModel : class
    {
        var view = engine.GetView(null, $"/Documents/{template}.cshtml", isMainPage: true).EnsureSuccessful(null).View!;
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = RegisterCultures.ForTag(language.Code())!;
            var http = new DefaultHttpContext { RequestServices = services, RequestAborted = ct };
            await view.RenderAsync(new ViewContext(
                new ActionContext(http, new RouteData(), new ActionDescriptor()),
                view,
                new ViewDataDictionary<TModel>(Metadata, new ModelStateDictionary()) { Model = model },
                new TempDataDictionary(http, tempData),
                target,
                new HtmlHelperOptions()));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }
}
