using System.Text;
using CustomerRegister.PersonalData.Portability;

namespace CustomerRegister.Tests.PersonalData;

/// <summary>A package comes from outside: whatever is done to it, it is refused with its reason, and nothing of it is used.</summary>
public sealed class ReadPackage_tests
{
    private const string Data = """
        {
          "format": "customer-register-portability", "version": 1, "madeAt": "2026-11-22T10:00:00Z", "controller": { "name": "Toinen Oy" },
          "person": { "firstName": "Aino", "lastName": "Virtanen", "language": "fi", "email": "aino@example.fi" },
          "addresses": [{ "kind": "postal", "street": "Kuja 1" }], "phones": [{ "kind": "mobile", "number": "+358401234567" }], "organisations": [],
          "bans": [{ "use": "directMarketing", "forbidden": true, "at": "2026-11-01T10:00:00Z", "channel": "phone" }],
          "history": { "consents": [], "requests": [], "portalVisits": [] },
          "orders": [{ "reference": "1", "placedOn": "2026-01-02", "currency": "EUR", "freight": 4.9, "lines": [{ "product": "Sukat", "unitPrice": 9, "quantity": 1, "discount": 0 }] }]
        }
        """;

    [Fact]
    public async Task A_whole_package_is_read()
    {
        var read = await Read(Package());

        Assert.Null(read.Problem);
        Assert.Equal(("Virtanen", "aino@example.fi", 9m), (read.Document!.Person.LastName, read.Document.Person.Email, read.Document.Orders[0].Lines[0].UnitPrice));
    }

    [Fact]
    public async Task What_is_no_package_is_refused()
    {
        Assert.Equal(PackageFault.NotZip, await FaultOf("ei mikään paketti"u8.ToArray()));
        Assert.Equal(PackageFault.NotZip, await FaultOf([]));
        Assert.Equal(PackageFault.NotZip, await FaultOf(Package()[..^40]));
        Assert.Equal(PackageFault.ManifestMissing, await FaultOf(PackagesRead.Zip(new() { ["portability.json"] = "{}"u8.ToArray() })));
        Assert.Equal(PackageFault.ManifestUnreadable, await FaultOf(PackagesRead.With(Package(), ("manifest.json", "{\"format\":\"muu\"}"u8.ToArray()))));
        Assert.Equal(PackageFault.ManifestUnreadable, await FaultOf(PackagesRead.With(Package(), ("manifest.json", "{\"format\":1,\"version\":\"x\"}"u8.ToArray()))));
    }

    [Fact]
    public async Task Whatever_was_changed_since_it_was_made_is_noticed()
    {
        var tampered = await Read(PackagesRead.With(Package(), ("portability.json", Encoding.UTF8.GetBytes(Data.Replace("Virtanen", "Virtonen", StringComparison.Ordinal)))));
        Assert.Equal(new PackageProblem(PackageFault.HashDiffers, "portability.json"), tampered.Problem);
        Assert.Equal(PackageFault.FilesDiffer, await FaultOf(PackagesRead.With(Package(), ("portability.json", null))));
        Assert.Equal(PackageFault.FilesDiffer, await FaultOf(PackagesRead.With(Package(), ("virus.exe", [1, 2, 3]))));
        Assert.Equal(PackageFault.DataMissing, await FaultOf(PackagesRead.Zip(new() { ["manifest.json"] = "{\"format\":\"customer-register-package\",\"version\":1,\"files\":[]}"u8.ToArray() })));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("csv/../../x.csv")]
    [InlineData("C:\\windows\\x")]
    [InlineData("..\\x")]
    [InlineData("csv//x.csv")]
    public async Task A_name_that_leads_out_of_the_package_is_refused(string name) =>
        Assert.Equal(PackageFault.UnsafeName, await FaultOf(PackagesRead.With(Package(), (name, [1]))));

    [Fact]
    public async Task A_small_file_that_unpacks_without_end_is_refused_before_it_fills_the_memory()
    {
        var bomb = PackagesRead.With(Package(), ("portability.json", new byte[PortabilityLimits.Unpacked + 1]));
        Assert.True(bomb.Length < 1024 * 1024);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        // The manifest's hash would be wrong too, but nobody gets so far.
        Assert.Equal(PackageFault.UnpacksTooFar, await FaultOf(bomb));
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 4 * PortabilityLimits.Unpacked);
    }

    [Fact]
    public async Task Too_large_and_too_many_are_refused()
    {
        Assert.Equal(PackageFault.TooLarge, await FaultOf(new byte[PortabilityLimits.Package + 1]));
        Assert.Equal(PackageFault.TooManyFiles, await FaultOf(PackagesRead.With(Package(), [.. Enumerable.Range(0, PortabilityLimits.Files).Select(i => ($"csv/{i}.csv", (byte[]?)[1]))])));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", PackageFault.UnknownVersion, null)]
    [InlineData("\"version\": 1", "\"version\": \"1\"", PackageFault.UnknownVersion, null)]
    [InlineData("customer-register-portability", "muu", PackageFault.UnknownFormat, null)]
    [InlineData("\"lastName\": \"Virtanen\", ", "", PackageFault.NotValid, "$.person")]
    [InlineData("\"Virtanen\"", "null", PackageFault.NotValid, "$.person.lastName")]
    [InlineData("\"Virtanen\"", "\" \"", PackageFault.NotValid, "$.person.lastName")]
    [InlineData("\"fi\"", "\"xx\"", PackageFault.NotValid, "$.person.language")]
    [InlineData("aino@example.fi", "aino", PackageFault.NotValid, "$.person.email")]
    [InlineData("\"+358401234567\"", "\"abc\"", PackageFault.NotValid, "$.phones[0].number")]
    [InlineData("\"street\": \"Kuja 1\"", "\"street\": \" \"", PackageFault.NotValid, "$.addresses[0]")]
    [InlineData("2026-01-02", "2026-13-02", PackageFault.NotValid, "$.orders[0].placedOn")]
    [InlineData("\"EUR\"", "\"EURO\"", PackageFault.NotValid, "$.orders[0].currency")]
    [InlineData("\"discount\": 0", "\"discount\": 2", PackageFault.NotValid, "$.orders[0].lines[0].discount")]
    [InlineData("\"unitPrice\": 9", "\"unitPrice\": 1e20", PackageFault.NotValid, "$.orders[0].lines[0].unitPrice")]
    // A ban of tomorrow would overrule what the person says today.
    [InlineData("2026-11-01T10:00:00Z", "2036-11-01T10:00:00Z", PackageFault.NotValid, "$.bans[0].at")]
    [InlineData("\"organisations\": []", "\"organisations\": [null]", PackageFault.NotValid, "$.organisations[0]")]
    public async Task Data_that_does_not_follow_the_schema_is_refused_with_its_place(string valid, string instead, PackageFault fault, string? where)
    {
        Assert.Contains(valid, Data, StringComparison.Ordinal);
        var read = await Read(Package(Data.Replace(valid, instead, StringComparison.Ordinal)));

        Assert.Equal(fault, read.Problem!.Fault);
        if (where is not null)
            Assert.StartsWith(where, read.Problem.Where, StringComparison.Ordinal);
        Assert.Null(read.Document);
    }

    private static byte[] Package(string data = Data)
    {
        var content = Encoding.UTF8.GetBytes(data);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        return PackagesRead.Zip(new()
        {
            ["portability.json"] = content,
            ["manifest.json"] = Encoding.UTF8.GetBytes($$"""{"format":"customer-register-package","version":1,"files":[{"name":"portability.json","size":{{content.Length}},"sha256":"{{hash}}"}]}"""),
        });
    }

    private static Task<ReadPackageResult> Read(byte[] package) => ReadPackage.From(new MemoryStream(package), default);

    private static async Task<PackageFault?> FaultOf(byte[] package) => (await Read(package)).Problem?.Fault;
}
