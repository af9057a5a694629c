using System.Linq.Expressions;
using System.Text.Encodings.Web;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using CustomerRegister.Web.Pages.Shared.TagHelpers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Tests.Pages.TagHelpers;

/// <summary>Renders tag helpers the way a page does, over a model and a model state, and reads the HTML back.</summary>
public abstract class TagTest<TModel> where TModel : new()
{
    private static readonly IServiceProvider _services = Services();
    private readonly ViewDataDictionary<TModel> _viewData;
    private readonly ViewContext _viewContext;

    protected TagTest()
    {
        Speaking.Finnish();
        _viewData = new ViewDataDictionary<TModel>(_services.GetRequiredService<IModelMetadataProvider>(), State) { Model = Model };
        var context = new DefaultHttpContext { RequestServices = _services };
        _viewContext = new ViewContext(new ActionContext(context, new RouteData(), new ActionDescriptor(), State), new Unused(), _viewData,
            new TempDataDictionary(context, new Unused()), TextWriter.Null, new HtmlHelperOptions { ClientValidationEnabled = false });
    }

    protected TModel Model { get; } = new();

    protected ModelStateDictionary State { get; } = new();

    protected IHtmlGenerator Generator => _services.GetRequiredService<IHtmlGenerator>();

    protected FormFields Fields { get; } = new();

    protected IStringLocalizer<SharedTexts> Texts => _services.GetRequiredService<IStringLocalizer<SharedTexts>>();

    protected ModelExpression For<TValue>(Expression<Func<TModel, TValue>> property) =>
        new ModelExpressionProvider(_services.GetRequiredService<IModelMetadataProvider>()).CreateModelExpression(_viewData, property);

    protected FieldTagHelper Field<TValue>(Expression<Func<TModel, TValue>> property, string label) =>
        new(Generator, Fields, Texts) { For = For(property), Label = label };

    protected TagHelperOutput Process(TagHelper helper, string content = "", params (string Name, object Value)[] attributes)
    {
        helper.GetType().GetProperty("ViewContext")?.SetValue(helper, _viewContext);
        var list = new TagHelperAttributeList(attributes.Select(attribute => new TagHelperAttribute(attribute.Name, attribute.Value)));
        var output = new TagHelperOutput("tag", list, (_, _) => Task.FromResult(new DefaultTagHelperContent().SetContent(content)));
        if (content.Length > 0)
            output.Content.SetContent(content);
        helper.ProcessAsync(new TagHelperContext(list, new Dictionary<object, object>(), "test"), output).GetAwaiter().GetResult();
        return output;
    }

    protected static IElement Html(TagHelperOutput output)
    {
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return new HtmlParser().ParseDocument(writer.ToString()).Body!;
    }

    protected IElement Render(TagHelper helper, string content = "", params (string Name, object Value)[] attributes) =>
        Html(Process(helper, content, attributes));

    private static IServiceProvider Services()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRegisterLocalization();
        builder.Services.AddRegisterPages();
        return builder.Build().Services;
    }

    // A view context asks for these; no tag helper uses them.
    private sealed class Unused : IView, ITempDataProvider
    {
        public string Path => "";

        public Task RenderAsync(ViewContext context) => throw new NotSupportedException();

        public IDictionary<string, object> LoadTempData(HttpContext context) => throw new NotSupportedException();

        public void SaveTempData(HttpContext context, IDictionary<string, object> values) => throw new NotSupportedException();
    }
}
