using System.IO.Compression;
using System.Text;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Notices;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData;

/// <summary>What the access report's template shows: the facts of GDPR Art. 15(1) and (2), and the data itself.</summary>
public sealed record AccessDocument(PersonalDataReport Report, DataSubjectRequest Request, IReadOnlyList<Purpose> Purposes, ControllerDetails Controller);

/// <summary>
/// The answer to an access request (GDPR Art. 15): one ZIP file with a report to read and the same data to process, both made from the
/// personal data map. It holds nothing of other people: a row is in it only if it belongs to the person.
/// </summary>
public sealed class AccessPackage(RegisterContext db, ReadPersonalData read, IDocumentRenderer documents, ControllerDetails controller)
{
    public const string FileName = "access-report.zip";
    public const string ContentType = "application/zip";
    public const string ReadableName = "access-report.html";
    public const string MachineReadableName = "access-report.json";

    /// <exception cref="InvalidOperationException">The person is no longer in the register.</exception>
    public async Task<byte[]> Build(DataSubjectRequest request, CancellationToken ct)
    {
        if (request.CustomerId is not { } person || await read.Run(person, ct) is not { } report)
            throw new InvalidOperationException("Only a person who is in the register has an access report.");
        var purposes = await db.Purposes.AsNoTracking().OrderBy(p => p.Position).ToListAsync(ct);
        var document = new AccessDocument(report, request, purposes, controller);
        var html = await documents.Render("AccessReport", document, request.Language, ct);

        using var content = new MemoryStream();
        // Disposed before it is read: that writes the directory of the archive.
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, ReadableName, report.MadeAt, stream => stream.Write(Encoding.UTF8.GetBytes(html)));
            Add(zip, MachineReadableName, report.MadeAt, stream => AccessJson.Write(stream, document));
        }

        return content.ToArray();
    }

    private static void Add(ZipArchive zip, string name, DateTime madeAt, Action<Stream> write)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = TimeZoneInfo.ConvertTimeFromUtc(madeAt, HelsinkiTime.Zone);
        using var stream = entry.Open();
        write(stream);
    }
}
