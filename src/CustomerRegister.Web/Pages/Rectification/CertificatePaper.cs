using System.Globalization;
using CustomerRegister.Mail;
using CustomerRegister.Rectification;
using QRCoder;

namespace CustomerRegister.Web.Pages.Rectification;

/// <summary>A certificate as it is printed.</summary>
/// <param name="Back">Where one goes back to.</param>
/// <param name="Verify">The public page that tells whether it is unaltered.</param>
public sealed record CertificatePaper(ReadableCertificate Readable, string Back, string Verify)
{
    public static CertificatePaper Of(ReadableCertificate readable, string back, PublicAddress address) => new(readable, back, address.Link($"/verify/{readable.Certificate.Code}"));

    /// <summary>Of the PDF, without its ending.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"certificate-{Readable.Certificate.Number}");

    /// <summary>The address of the public page as a picture.</summary>
    public string QrCode()
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(Verify, QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(data);
        return picture.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
