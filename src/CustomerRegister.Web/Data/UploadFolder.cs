using CustomerRegister.Imports;

namespace CustomerRegister.Web.Data;

/// <summary>Where uploaded files wait until their import is confirmed. Each is named by its import, so that no name of a person stands in the folder.</summary>
public sealed class UploadFolder(DataFolder data)
{
    private string Folder => data.File("uploads");

    public async Task Keep(ImportId import, Stream content, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(PathOf(import), options);
        await content.CopyToAsync(file, ct);
    }

    /// <returns>Null if the file is gone.</returns>
    public Stream? Open(ImportId import)
    {
        try
        {
            return new FileStream(PathOf(import), new FileStreamOptions { Options = FileOptions.Asynchronous });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(ImportId import)
    {
        if (Directory.Exists(Folder))
            File.Delete(PathOf(import));
    }

    /// <summary>Deletes what was uploaded before the instant, whatever became of its import.</summary>
    public void DeleteOlderThan(DateTime utc)
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var path in Directory.EnumerateFiles(Folder).Where(path => File.GetLastWriteTimeUtc(path) < utc))
            File.Delete(path);
    }

    private string PathOf(ImportId import) => Path.Combine(Folder, $"{import.Value:N}.csv");
}
