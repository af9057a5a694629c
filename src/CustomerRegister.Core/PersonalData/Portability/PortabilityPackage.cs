using System.Text.Json;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;

namespace CustomerRegister.PersonalData.Portability;

/// <summary>
/// What a person has given, for another system (GDPR Art. 20; N34): one ZIP file with JSON that follows a published schema, the schema, the same as CSV, and a
/// manifest with the hashes of all of them.
/// </summary>
public sealed class PortabilityPackage(RegisterContext db, ReadPortableData read, KeepPackage keep, Mail.PublicAddress address)
{
    public const string FileName = "portability.zip";
    public const string DataName = "portability.json";
    public const string Format = "customer-register-portability";

    /// <summary>Of the format; one whom a reader of a former one would no longer understand gets the next.</summary>
    public const int Version = 1;

    /// <summary>Where the schema is published, under the public address.</summary>
    public const string SchemaPath = "/schemas/portability-1.json";

    public const string SchemaName = "portability-1.json";

    /// <summary>The schema as it is published (JSON Schema 2020-12).</summary>
    public static byte[] Schema()
    {
        using var stream = typeof(PortabilityPackage).Assembly.GetManifestResourceStream(SchemaName)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Makes the package and keeps it as a draft: <see cref="DataPackage.Offer"/> gives it to the person.</summary>
    /// <param name="withheld">What the decision that it answers withholds; null for the newest decision that was made.</param>
    /// <exception cref="InvalidOperationException">The person is not in the register.</exception>
    public async Task<DataPackage> Make(CustomerId person, TimeSpan lifetime, CancellationToken ct, IReadOnlyList<RefusedPart>? withheld = null)
    {
        await using var content = new SpillStream();
        await Write(person, content, ct, withheld);
        return await keep.Run(content, person, DataPackageKind.Portability, lifetime, ct);
    }

    /// <summary>Writes the package. Memory does not grow with the number of orders.</summary>
    /// <exception cref="InvalidOperationException">The person is not in the register.</exception>
    public async Task Write(CustomerId person, Stream target, CancellationToken ct, IReadOnlyList<RefusedPart>? withheld = null)
    {
        await using var snapshot = db.Database.CurrentTransaction is null ? await db.BeginSnapshot(ct) : null;
        var document = await read.Run(person, ct, withheld) ?? throw new InvalidOperationException("Only a person who is in the register has a portability package.");
        using var package = new PackageWriter(target, document.MadeAt);
        await package.Add(DataName, stream => WriteData(stream, document, person, withheld, ct));
        await package.Add(SchemaName, stream => stream.WriteAsync(Schema(), ct).AsTask());
        foreach (var (name, write) in PortabilityCsv.Files(document, () => read.Orders(person, ct, withheld)))
            await package.Add($"csv/{name}.csv", write);
        package.Finish();
    }

    private async Task WriteData(Stream stream, PortabilityDocument document, CustomerId person, IReadOnlyList<RefusedPart>? withheld, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(stream, PackageJson.Options);
        json.WriteStartObject();
        json.WriteString("$schema", address.Link(SchemaPath));
        using (var head = JsonSerializer.SerializeToDocument(document, PortabilityJson.Options))
        {
            foreach (var part in head.RootElement.EnumerateObject().Where(part => part.Name != "orders"))
                part.WriteTo(json);
        }

        json.WriteStartArray("orders");
        await foreach (var order in read.Orders(person, ct, withheld))
        {
            JsonSerializer.Serialize(json, order, PortabilityJson.Options);
            await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
