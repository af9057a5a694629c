using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CustomerRegister.Requests;

/// <summary>The kinds of files that are taken in. What a file is, is told by its content, never by its name or by what the browser says.</summary>
public enum AttachmentType
{
    Pdf,
    Png,
    Jpeg,
    Tiff,
    Text,
    Docx,
}

public static class AttachmentTypes
{
    /// <summary>The extensions that a browser offers to choose.</summary>
    public const string Accept = ".pdf,.png,.jpg,.jpeg,.tif,.tiff,.txt,.docx";

    /// <returns>Null for anything else, such as a program, a web page with a byte that is no text, or a document with macros.</returns>
    public static AttachmentType? Of(byte[] content) => content switch
    {
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => AttachmentType.Pdf,
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => AttachmentType.Png,
        [0xFF, 0xD8, 0xFF, ..] => AttachmentType.Jpeg,
        [0x49, 0x49, 0x2A, 0x00, ..] or [0x4D, 0x4D, 0x00, 0x2A, ..] => AttachmentType.Tiff,
        [0x50, 0x4B, 0x03, 0x04, ..] => IsWordDocument(content) ? AttachmentType.Docx : null,
        _ => IsText(content) ? AttachmentType.Text : null,
    };

    public static string ContentType(this AttachmentType type) => type switch
    {
        AttachmentType.Pdf => "application/pdf",
        AttachmentType.Png => "image/png",
        AttachmentType.Jpeg => "image/jpeg",
        AttachmentType.Tiff => "image/tiff",
        AttachmentType.Text => "text/plain; charset=utf-8",
        AttachmentType.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static string Extension(this AttachmentType type) => type switch
    {
        AttachmentType.Jpeg => ".jpg",
        AttachmentType.Tiff => ".tif",
        AttachmentType.Text => ".txt",
        _ => $".{type.ToString().ToLowerInvariant()}",
    };

    /// <summary>A name without folders, control characters and what turns the direction of reading, that ends as the content is.</summary>
    public static string SafeName(string? given, AttachmentType type)
    {
        var last = (given ?? "").Split('/', '\\')[^1];
        var name = new string([.. Path.GetFileNameWithoutExtension(last).Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format && !"\"<>:|?*".Contains(c, StringComparison.Ordinal))]).Trim(' ', '.');
        if (name.Length > 100)
            name = name[..100];
        return (name.Length == 0 ? "file" : name) + type.Extension();
    }

    private static bool IsWordDocument(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            return zip.GetEntry("word/document.xml") is not null && !zip.Entries.Any(e => e.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool IsText(byte[] content)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).All(c => !char.IsControl(c) || c is '\t' or '\r' or '\n');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
