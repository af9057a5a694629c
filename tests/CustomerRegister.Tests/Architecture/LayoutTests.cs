using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CustomerRegister.Data;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Architecture;

public sealed class LayoutTests
{
    private static readonly string[] SaysNothing = ["Services", "Helpers", "Common", "Utils", "Models", "Infrastructure"];
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "wwwroot", "data", "TestResults"];

    [Fact]
    public void Rules_know_no_pages()
    {
        using var file = File.OpenRead(typeof(RegisterContext).Assembly.Location);
        using var assembly = new PEReader(file);
        var metadata = assembly.GetMetadataReader();

        var referenced = metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Select(type => metadata.GetString(type.Namespace))
            .Where(name => name.StartsWith("Microsoft.AspNetCore.Mvc", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore.Http", StringComparison.Ordinal))
            .Distinct();

        Assert.Empty(referenced);
    }

    [Fact]
    public void Folders_are_named_for_what_they_do()
    {
        var folders = new[] { "src", "tests" }.SelectMany(part => Below(Path.Combine(Repository.Root, part))).ToList();

        Assert.NotEmpty(folders);
        Assert.DoesNotContain(folders, folder => SaysNothing.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Below(string folder) => Directory.GetDirectories(folder)
        .Where(child => !NotOurs.Contains(Path.GetFileName(child)))
        .SelectMany(child => (string[])[child, .. Below(child)]);
}
