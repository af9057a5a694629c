using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Architecture;

/// <summary>Sends to every page that is open to anybody, also to those that only a mailed link leads to, what no page expects: a new page is among them by itself.</summary>
public abstract partial class SignedOutInputTests(Engine engine) : AppTest(engine)
{
    private static readonly string[] Bad = [new string('x', 20_000), "\0 \u202e\U0001d11e <script>alert(1)</script> ' \" ; -- % \ud800", "99999999999999999999999999", "-0,005", "0001-01-01", "//example.org\\", ""];

    [Fact]
    public async Task Nothing_that_anybody_can_send_without_signing_in_fails_whatever_it_says()
    {
        App.LetEverybodyAskWithoutEnd();
        var pages = App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && e.Metadata.GetMetadata<PageActionDescriptor>() is CompiledPageActionDescriptor)
            .DistinctBy(e => e.Metadata.GetMetadata<PageActionDescriptor>()!.ViewEnginePath).ToList();
        var complaints = new List<string>();
        foreach (var endpoint in pages)
        {
            var page = (CompiledPageActionDescriptor)endpoint.Metadata.GetMetadata<PageActionDescriptor>()!;
            foreach (var handler in page.HandlerMethods)
            {
                var isGet = HttpMethods.IsGet(handler.HttpMethod);
                var names = Bound(page, isGet).Concat(handler.Parameters.Select(p => p.Name)).Where(n => n is not "ct").Distinct().ToList();
                foreach (var text in names.Count > 0 || endpoint.RoutePattern.Parameters.Count > 0 ? Bad : [""])
                    complaints.AddRange(await Send(endpoint, handler.Name, isGet, names, text));
            }
        }

        Assert.True(pages.Count >= 20, string.Join('\n', pages));
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private async Task<IEnumerable<string>> Send(RouteEndpoint endpoint, string? handler, bool isGet, List<string> names, string text)
    {
        using var browser = App.Browser();
        await browser.Get("/enter");
        var token = browser.Page.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        // No server takes a path that is far too long or holds a NUL.
        var inPath = Uri.EscapeDataString(text.Length is 0 or > 1000 ? "1" : text.Replace("\0", "", StringComparison.Ordinal));
        var address = "/" + Parameter().Replace(endpoint.RoutePattern.RawText!.TrimStart('/'), p => p.Value.Contains(":int", StringComparison.Ordinal) ? "1" : inPath);
        var query = isGet ? [.. names.Select(n => $"{n}={Uri.EscapeDataString(text)}")] : handler is null ? Array.Empty<string>() : [$"handler={handler}"];
        address += query.Length > 0 ? "?" + string.Join('&', query) : "";
        var what = $"{(isGet ? "GET" : "POST")} {endpoint.RoutePattern.RawText} {handler} with {(text.Length > 100 ? "far too much" : text)} in {string.Join(", ", names)}";
        try
        {
            await (isGet ? browser.Get(address) : browser.Post(address, [("__RequestVerificationToken", token), .. names.Select(n => (n, text))]));
        }
        catch (Exception failure)
        {
            return [$"{what}: {failure.GetType().Name} {failure.Message.Split('\n')[0]}"];
        }

        var isAnswered = (int)browser.Status < 500 && browser.Status != HttpStatusCode.TooManyRequests;
        // Nobody is led away by what somebody else put into an address.
        return !isAnswered ? [$"{what}: {browser.Status}"] : browser.Response.RequestMessage!.RequestUri!.Host != "localhost" ? [$"{what} led to {browser.Response.RequestMessage.RequestUri}"] : [];
    }

    private static IEnumerable<string> Bound(CompiledPageActionDescriptor page, bool isGet) => page.ModelTypeInfo!.GetProperties()
        .Where(p => p.GetCustomAttribute<BindPropertyAttribute>() is { } bound && (!isGet || bound.SupportsGet))
        .SelectMany(p => p.PropertyType.IsNested ? p.PropertyType.GetProperties().Select(inner => $"{p.Name}.{inner.Name}") : [p.Name]);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    public sealed class OnSqlite() : SignedOutInputTests(Engine.Sqlite);

    public sealed class OnPostgres() : SignedOutInputTests(Engine.Postgres);
}
