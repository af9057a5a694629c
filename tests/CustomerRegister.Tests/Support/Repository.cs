using System.Runtime.CompilerServices;

namespace CustomerRegister.Tests.Support;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of the solution file.</summary>
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(here)!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CustomerRegister.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests need the source tree that they were built from.");
    }
}
