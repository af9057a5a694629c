using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CustomerRegister.Tests.Portal;

/// <summary>A small OpenID Connect provider: it publishes who it is and its key, and gives a token for a code, provided that the one who asks knows the secret behind the challenge.</summary>
internal sealed class TestIdentityProvider(TimeProvider clock) : HttpMessageHandler
{
    public const string Authority = "https://provider.example", Client = "register";

    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "1" };

    /// <summary>What the next token says.</summary>
    public Dictionary<string, object> Claims { get; } = [];

    public string Audience { get; set; } = Client;

    public string Issuer { get; set; } = Authority;

    /// <summary>The key that signs; its own unless a test says otherwise.</summary>
    public RsaSecurityKey? SignedBy { get; set; }

    /// <summary>What was asked for at the provider's door.</summary>
    public string? Challenge { get; set; }

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri!.AbsolutePath switch
    {
        "/.well-known/openid-configuration" => Json(new
        {
            issuer = Authority,
            authorization_endpoint = $"{Authority}/authorize",
            token_endpoint = $"{Authority}/token",
            jwks_uri = $"{Authority}/keys",
            response_types_supported = new[] { "code" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }),
        "/keys" => Json(new { keys = new[] { PublicKey() } }),
        "/token" => await Token(request, cancellationToken),
        _ => new HttpResponseMessage(HttpStatusCode.NotFound),
    };

    private async Task<HttpResponseMessage> Token(HttpRequestMessage request, CancellationToken ct)
    {
        var form = QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(ct));
        var verifier = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (verifier != Challenge || form["code"] != "the-code" || form["client_secret"] != "secret")
            return new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":"invalid_grant"}""", Encoding.UTF8, "application/json") };
        var now = clock.GetUtcNow().UtcDateTime;
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = Claims,
            SigningCredentials = new SigningCredentials(SignedBy ?? key, SecurityAlgorithms.RsaSha256),
        });
        return Json(new { access_token = "access", token_type = "Bearer", expires_in = 300, id_token = token });
    }

    private object PublicKey()
    {
        var parameters = key.Rsa.ExportParameters(false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = WebEncoders.Base64UrlEncode(parameters.Modulus!), e = WebEncoders.Base64UrlEncode(parameters.Exponent!) };
    }

    private static HttpResponseMessage Json(object content) =>
        new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(content), Encoding.UTF8, "application/json") };
}
