using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Net.Http.Headers;

namespace CustomerRegister.Tests.Support;

/// <summary>
/// Someone with a browser that runs no script: opens pages, follows links, fills in and sends the forms that are really on them, with their antiforgery tokens, and
/// keeps cookies. Redirects are followed. Every page it meets must suit the strict content security policy.
/// </summary>
public sealed class Browser : IDisposable
{
    private const int MostRedirects = 10;

    private static readonly HtmlParser Parser = new();

    private readonly HttpClient client;
    private readonly Dictionary<string, string> cookies = [];
    private IHtmlDocument? page;

    internal Browser(TestApp app) =>
        client = new HttpClient(app.Server.CreateHandler(context => context.Connection.RemoteIpAddress = From)) { BaseAddress = new Uri("http://localhost") };

    /// <summary>The address it calls from: this machine, unless a test says otherwise.</summary>
    public IPAddress From { get; set; } = IPAddress.Loopback;

    /// <summary>Headers that it sends with every request, beside its own.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>What the browser asks for, as in the header <c>Accept-Language</c>.</summary>
    public string Languages { get; set; } = "fi";

    public HttpStatusCode Status => Response.StatusCode;

    /// <summary>Path and query of the page one has come to.</summary>
    public string Address { get; private set; } = "";

    public HttpResponseMessage Response { get; private set; } = new();

    /// <summary>The body as it came.</summary>
    public byte[] Content { get; private set; } = [];

    public IHtmlDocument Page => page ?? throw new InvalidOperationException($"{Address} is no HTML page but {Response.Content.Headers.ContentType}.");

    /// <summary>What a reader sees of the page's main part, white space run together.</summary>
    public string Text => Squeeze(((IElement?)Page.QuerySelector("main") ?? Page.Body!).TextContent);

    /// <summary>The texts of what is marked as wrong.</summary>
    public IReadOnlyList<string> Errors => [.. Page.QuerySelectorAll("[data-field-error], .ds-validation-message, .validation-message").Where(e => e.Closest("[hidden]") is null).Select(e => Squeeze(e.TextContent)).Where(t => t.Length > 0)];

    public IReadOnlyDictionary<string, string> Cookies => cookies;

    public void Forget(string cookie) => cookies.Remove(cookie);

    /// <summary>Puts a cookie there that was taken from another browser.</summary>
    public void Remember(string cookie, string value) => cookies[cookie] = value;

    public Task<Browser> Get(string address) => Send(() => new HttpRequestMessage(HttpMethod.Get, Resolve(address)));

    /// <summary>Follows the one link that the selector finds, or that bears exactly this text.</summary>
    public Task<Browser> Follow(string selectorOrText)
    {
        var link = TheOne(Page.QuerySelectorAll("a[href]").Where(a => Squeeze(a.TextContent) == selectorOrText), selectorOrText, "a");
        return Get(link.GetAttribute("href")!);
    }

    /// <summary>Sends the one form that the selector finds, by its first button, with some fields filled in anew.</summary>
    /// <param name="form">A selector, such as <c>form[action='/my/consents']</c>.</param>
    /// <param name="values">Names and values as a person enters them. Null empties a field or clears a box. A name may come several times.</param>
    public Task<Browser> Submit(string form, params (string Field, string? Value)[] values)
    {
        var element = (IHtmlFormElement)TheOne([], form, "form");
        return Send(element, element.Elements.FirstOrDefault(IsSubmitButton), values, []);
    }

    /// <summary>Presses the one button that the selector finds, or that bears exactly this text, after filling in its form.</summary>
    public Task<Browser> Press(string selectorOrText, params (string Field, string? Value)[] values)
    {
        var button = TheOne(Page.QuerySelectorAll("button").Where(b => Squeeze(b.TextContent) == selectorOrText), selectorOrText, "button");
        var form = ((IHtmlButtonElement)button).Form ?? throw new InvalidOperationException($"The button {selectorOrText} belongs to no form.");
        return Send(form, button, values, []);
    }

    /// <summary>Sends a form with a file chosen in one of its fields.</summary>
    public Task<Browser> Upload(string form, string field, string fileName, byte[] content, params (string Field, string? Value)[] values)
    {
        var element = (IHtmlFormElement)TheOne([], form, "form");
        return Send(element, element.Elements.FirstOrDefault(IsSubmitButton), values, [new(field, fileName, content)]);
    }

    /// <summary>Sends a request as it is, without a page's form: what someone does who wants to get around the pages.</summary>
    public Task<Browser> Post(string address, params (string Field, string Value)[] values) => Send(() => new HttpRequestMessage(HttpMethod.Post, Resolve(address))
    {
        Content = new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Field, v.Value))),
    });

    public void Dispose()
    {
        Response.Dispose();
        client.Dispose();
    }

    private Task<Browser> Send(IHtmlFormElement form, IElement? button, (string Field, string? Value)[] values, IReadOnlyList<ChosenFile> files)
    {
        var fields = SentFields.Of(form, button, values, [.. files.Select(f => f.Field)]);
        var address = Resolve(button?.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "");
        var method = (button?.GetAttribute("formmethod") ?? form.GetAttribute("method") ?? "get").ToLowerInvariant();
        if (method == "get")
        {
            var query = string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
            return Get(new UriBuilder(address) { Query = query }.Uri.PathAndQuery);
        }

        var multipart = form.GetAttribute("enctype") == "multipart/form-data";
        if (files.Count > 0 && !multipart)
            throw new InvalidOperationException("The form would not send a file: it lacks enctype=\"multipart/form-data\".");

        return Send(() => new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = multipart ? Multipart(fields, files) : new FormUrlEncodedContent(fields),
        });
    }

    private static MultipartFormDataContent Multipart(IReadOnlyList<KeyValuePair<string, string>> fields, IReadOnlyList<ChosenFile> files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        foreach (var file in files)
            content.Add(new ByteArrayContent(file.Content), file.Field, file.Name);
        return content;
    }

    private async Task<Browser> Send(Func<HttpRequestMessage> make)
    {
        Response = await SendOnce(make());
        for (var redirects = 0; Response.Headers.Location is { } location && (int)Response.StatusCode is > 300 and < 400; redirects++)
        {
            Assert.True(redirects < MostRedirects, $"{Address} redirects without end.");
            var next = new Uri(Response.RequestMessage!.RequestUri!, location);
            // 307 and 308 repeat the request; the others go on with GET.
            var repeat = Response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
            var again = repeat ? make() : new HttpRequestMessage();
            again.RequestUri = next;
            Response = await SendOnce(again);
        }

        Address = Response.RequestMessage!.RequestUri!.PathAndQuery;
        Content = await Response.Content.ReadAsByteArrayAsync();
        // What is downloaded is a file, not a page.
        var isPage = Response.Content.Headers is { ContentType.MediaType: "text/html", ContentDisposition: not { DispositionType: "attachment" } };
        page = isPage ? Parser.ParseDocument(new MemoryStream(Content)) : null;
        if (page is not null)
            PageRules.Check(page, Address);
        return this;
    }

    private async Task<HttpResponseMessage> SendOnce(HttpRequestMessage request)
    {
        request.Headers.Add(HeaderNames.AcceptLanguage, Languages);
        request.Headers.Add(HeaderNames.Accept, "text/html,*/*;q=0.8");
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (cookies.Count > 0)
            request.Headers.Add(HeaderNames.Cookie, string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));

        var response = await client.SendAsync(request);
        response.RequestMessage ??= request;
        if (response.Headers.TryGetValues(HeaderNames.SetCookie, out var set))
        {
            foreach (var cookie in SetCookieHeaderValue.ParseList([.. set]))
            {
                // The test's clock decides what is old, and only deleting dates a cookie to the epoch.
                if (cookie.Expires?.Year == 1970 || cookie.MaxAge <= TimeSpan.Zero)
                    cookies.Remove(cookie.Name.Value!);
                else
                    cookies[cookie.Name.Value!] = cookie.Value.Value!;
            }
        }

        return response;
    }

    private Uri Resolve(string address) => new(new Uri(client.BaseAddress!, Address), address);

    private IElement TheOne(IEnumerable<IElement> byText, string selector, string kind)
    {
        var found = byText.ToList();
        if (found.Count == 0)
        {
            try
            {
                found = [.. Page.QuerySelectorAll(selector).Where(e => e.Matches(kind))];
            }
            catch (DomException)
            {
                // A text, and none bears it.
            }
        }

        return found is [var one]
            ? one
            : throw new InvalidOperationException($"{found.Count} elements <{kind}> match “{selector}” on {Address} ({(int)Status}), which says: {Text}");
    }

    private static bool IsSubmitButton(IElement element) =>
        element is IHtmlButtonElement { IsDisabled: false } button ? button.Type is "submit" : element is IHtmlInputElement { IsDisabled: false, Type: "submit" };

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed record ChosenFile(string Field, string Name, byte[] Content);
}
