using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CustomerRegister.Requests;

namespace CustomerRegister.Tests.Requests;

/// <summary>What a file is, is told by its content; and nobody reads it without the key.</summary>
public sealed class AttachmentType_tests
{
    [Fact]
    public void Each_kind_is_known_by_its_first_bytes()
    {
        Assert.Equal(AttachmentType.Pdf, AttachmentTypes.Of("%PDF-1.4"u8.ToArray()));
        Assert.Equal(AttachmentType.Png, AttachmentTypes.Of([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]));
        Assert.Equal(AttachmentType.Jpeg, AttachmentTypes.Of([0xFF, 0xD8, 0xFF, 0xE0, 0]));
        Assert.Equal(AttachmentType.Tiff, AttachmentTypes.Of([0x49, 0x49, 0x2A, 0x00, 8]));
        Assert.Equal(AttachmentType.Tiff, AttachmentTypes.Of([0x4D, 0x4D, 0x00, 0x2A, 0]));
        Assert.Equal(AttachmentType.Text, AttachmentTypes.Of(Encoding.UTF8.GetBytes("Hyvää päivää,\r\nÅsa")));
        Assert.Equal(AttachmentType.Docx, AttachmentTypes.Of(Zip("[Content_Types].xml", "word/document.xml")));
    }

    [Fact]
    public void Programs_archives_macros_and_broken_text_are_none()
    {
        Assert.Null(AttachmentTypes.Of([0x4D, 0x5A, 0x90, 0x00]));
        Assert.Null(AttachmentTypes.Of([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]));
        Assert.Null(AttachmentTypes.Of(Zip("virus.exe")));
        Assert.Null(AttachmentTypes.Of(Zip("word/document.xml", "word/vbaProject.bin")));
        Assert.Null(AttachmentTypes.Of([0x50, 0x4B, 0x03, 0x04, 1, 2, 3]));
        Assert.Null(AttachmentTypes.Of([0x61, 0xE4, 0x62]));
        Assert.Null(AttachmentTypes.Of([0x61, 0x00, 0x62]));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("C:\\Users\\aino\\kirje.exe", "kirje.pdf")]
    [InlineData("kirje\r\nSet-Cookie: a.pdf", "kirjeSet-Cookie a.pdf")]
    [InlineData("kirje\u202Efdp.exe", "kirjefdp.pdf")]
    [InlineData("", "file.pdf")]
    [InlineData(null, "file.pdf")]
    [InlineData("...", "file.pdf")]
    public void A_name_has_no_folder_and_ends_as_the_content_is(string? given, string name) => Assert.Equal(name, AttachmentTypes.SafeName(given, AttachmentType.Pdf));

    [Fact]
    public void A_file_opens_with_its_key_and_in_its_place_only()
    {
        var (key, place, content) = (new RequestKey(RandomNumberGenerator.GetBytes(32)), Guid.CreateVersion7(), RandomNumberGenerator.GetBytes(1000));
        var encrypted = key.Encrypt(content, place);

        Assert.Equal(content, key.Decrypt(encrypted, place));
        Assert.NotEqual(encrypted, key.Encrypt(content, place));
        Assert.ThrowsAny<CryptographicException>(() => key.Decrypt(encrypted, Guid.CreateVersion7()));
        Assert.ThrowsAny<CryptographicException>(() => new RequestKey(RandomNumberGenerator.GetBytes(32)).Decrypt(encrypted, place));
        encrypted[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => key.Decrypt(encrypted, place));
        Assert.Throws<ArgumentException>(() => new RequestKey(new byte[31]));
    }

    private static byte[] Zip(params string[] names)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
                zip.CreateEntry(name);
        }

        return file.ToArray();
    }
}
