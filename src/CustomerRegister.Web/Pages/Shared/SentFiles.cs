using CustomerRegister.Requests;

namespace CustomerRegister.Web.Pages.Shared;

/// <summary>Files of a form that go with a request.</summary>
public static class SentFiles
{
    /// <summary>Of the whole form, in bytes.</summary>
    public const long LargestForm = 26 * 1024 * 1024;

    public static async Task<SentFile> Read(this IFormFile file, CancellationToken ct)
    {
        using var content = new MemoryStream((int)Math.Min(file.Length, RequestAttachment.Largest + 1));
        await file.CopyToAsync(content, ct);
        return new(file.FileName, content.ToArray());
    }

    public static async Task<List<SentFile>> Read(this IEnumerable<IFormFile> files, CancellationToken ct)
    {
        var read = new List<SentFile>();
        foreach (var file in files)
            read.Add(await file.Read(ct));
        return read;
    }
}
