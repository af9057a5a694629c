using System.Net;
using QRCoder;

namespace CustomerRegister.Web.Security;

/// <summary>What an authenticator app scans, as SVG. Its size is the style sheet's; dark on white in every theme, for the camera's sake.</summary>
public static class AuthenticatorPicture
{
    /// <param name="address">The key in the app's own form: <see cref="Credentials.TimeBasedCode.Address"/>.</param>
    /// <param name="label">What it is, for those who do not see it.</param>
    public static string Of(string address, string label)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute)
            .Replace("<svg ", $"<svg role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\" ", StringComparison.Ordinal);
    }
}
