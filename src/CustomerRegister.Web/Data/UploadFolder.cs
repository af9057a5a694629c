using System.Globalization;
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

    /// <summary>In bytes; 0 if the file is gone.</summary>
    public long LengthOf(ImportId import) => new FileInfo(PathOf(import)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Notes how far an import has come.</summary>
    public void Note(ImportId import, ImportProgress progress)
    {
        // Whoever reads must not meet half a note.
        var draft = ProgressOf(import) + ".new";
        File.WriteAllText(draft, string.Create(CultureInfo.InvariantCulture, $"{progress.Rows} {progress.Share:0.0000}"));
        File.Move(draft, ProgressOf(import), overwrite: true);
    }

    /// <returns>Null before the first note.</returns>
    public ImportProgress? Noted(ImportId import)
    {
        try
        {
            return File.ReadAllText(ProgressOf(import)).Split(' ') is [var rows, var share]
                ? new(int.Parse(rows, CultureInfo.InvariantCulture), double.Parse(share, CultureInfo.InvariantCulture))
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(ImportId import)
    {
        if (!Directory.Exists(Folder))
            return;
        File.Delete(PathOf(import));
        File.Delete(ProgressOf(import));
    }

    /// <summary>Deletes what was uploaded before the instant, whatever became of its import.</summary>
    public void DeleteOlderThan(DateTime utc)
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var path in Directory.EnumerateFiles(Folder).Where(path => File.GetLastWriteTimeUtc(path) < utc))
            File.Delete(path);
    }

    private string ProgressOf(ImportId import) => Path.Combine(Folder, $"{import.Value:N}.progress");

    private string PathOf(ImportId import) => Path.Combine(Folder, $"{import.Value:N}.csv");
}
