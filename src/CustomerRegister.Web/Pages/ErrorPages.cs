namespace CustomerRegister.Web.Pages;

/// <summary>Every failure of a page ends in a page that says what to do next.</summary>
public static class ErrorPages
{
    /// <summary>Stands before routing: the failed request is routed again, to the error page. Programs that call the API get no pages.</summary>
    public static WebApplication UseErrorPages(this WebApplication app)
    {
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), pages =>
        {
            pages.UseExceptionHandler("/error/500");
            pages.UseStatusCodePagesWithReExecute("/error/{0}");
        });
        return app;
    }
}
