using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>
/// Whatever is typed, pasted or forged into a field or an address arrives without control characters but tabs and line breaks: PostgreSQL stores no NUL,
/// and the rest no reader sees. Each becomes a space, so that words stay apart. It stands here, where all text comes in, so that no page can forget it.
/// </summary>
internal sealed class WritableText : IModelBinderProvider, IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        var before = options.ModelBinderProviders.Index().First(p => p.Item is SimpleTypeModelBinderProvider).Index;
        options.ModelBinderProviders.Insert(before, this);
    }

    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.ModelType == typeof(string)
        ? new Binder(new SimpleTypeModelBinder(typeof(string), context.Services.GetRequiredService<ILoggerFactory>()))
        : null;

    private static bool IsUnwritable(char c) => char.IsControl(c) && c is not ('\t' or '\n' or '\r');

    private sealed class Binder(IModelBinder inner) : IModelBinder
    {
        public async Task BindModelAsync(ModelBindingContext context)
        {
            await inner.BindModelAsync(context);
            if (context.Result.Model is not string text || !text.Any(IsUnwritable))
                return;
            var written = string.Concat(text.Select(c => IsUnwritable(c) ? ' ' : c));
            context.Result = ModelBindingResult.Success(written);
            // The form shows again what is read, not what came.
            context.ModelState.SetModelValue(context.ModelName, written, written);
        }
    }
}
