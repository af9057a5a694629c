using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData;

/// <summary>What the access report's template shows: the facts of GDPR Art. 15(1) and (2), and the data itself.</summary>
public sealed record AccessDocument(PersonalDataReport Report, DataSubjectRequest Request, IReadOnlyList<Purpose> Purposes, ControllerDetails Controller)
{
    /// <summary>The categories that are not given, each with its ground.</summary>
    public IReadOnlyDictionary<DataCategory, DecisionGround> Withheld { get; init; } = new Dictionary<DataCategory, DecisionGround>();
}

/// <summary>
/// The answer to an access request (GDPR Art. 15): one ZIP file with a report to read and the same data to process, all made from the
/// personal data map. It holds nothing of other people: a row is in it only if it belongs to the person, and names in what staff wrote are masked.
/// </summary>
public sealed class AccessPackage(RegisterContext db, ReadPersonalData read, IDocumentRenderer documents, KeepPackage keep, ControllerDetails controller)
{
    public const string FileName = "access-report.zip";
    public const string ReadableName = "access-report.html";
    public const string MachineReadableName = "access-report.json";

    private const string PurposesName = "CustomerRegister:AccessPackage.Purposes";

    /// <summary>Makes the package and keeps it as a draft: <see cref="DataPackage.Offer"/> gives it to the person.</summary>
    /// <param name="withheld">What is not in it: the report says so, and on which ground.</param>
    /// <exception cref="InvalidOperationException">The person is no longer in the register.</exception>
    public async Task<DataPackage> Make(DataSubjectRequest request, TimeSpan lifetime, CancellationToken ct, IReadOnlyList<RefusedPart>? withheld = null)
    {
        await using var content = new SpillStream();
        await Write(request, content, ct, withheld);
        return await keep.Run(content, request.CustomerId!.Value, DataPackageKind.Access, lifetime, ct);
    }

    /// <summary>Writes the package. Memory does not grow with what the person has.</summary>
    /// <exception cref="InvalidOperationException">The person is no longer in the register.</exception>
    public async Task Write(DataSubjectRequest request, Stream target, CancellationToken ct, IReadOnlyList<RefusedPart>? withheld = null)
    {
        await using var snapshot = db.Database.CurrentTransaction is null ? await db.BeginSnapshot(ct) : null;
        if (request.CustomerId is not { } person || await read.Open(person, new OtherPeople(db, person, request.Language), ct) is not { } report)
            throw new InvalidOperationException("Only a person who is in the register has an access report.");
        var purposes = await db.Compiled(PurposesName, PurposesQuery)(db).ToListAsync(ct);
        var grounds = (withheld ?? []).ToDictionary(p => p.Category, p => p.Ground);
        // What is withheld is not read any further.
        report = report with { Categories = [.. report.Categories.Select(c => grounds.ContainsKey(c.Category) ? c with { Tables = [] } : c)] };
        var document = new AccessDocument(report, request, purposes, controller) { Withheld = grounds };

        using var package = new PackageWriter(target, report.MadeAt);
        await package.Add(ReadableName, stream => documents.Render(stream, "AccessReport", document, request.Language, ct));
        await package.Add(MachineReadableName, stream => AccessJson.Write(stream, document, ct));
        foreach (var (category, table) in report.Categories.SelectMany(c => c.Tables.Select(t => (c.Category, t))))
            await package.Add(AccessCsv.NameOf(category, table), stream => AccessCsv.Write(stream, table, ct));
        package.Finish();
    }

    private static Func<RegisterContext, IAsyncEnumerable<Purpose>> PurposesQuery() => EF.CompileAsyncQuery((RegisterContext db) =>
        db.Purposes.AsNoTracking().OrderBy(p => p.Position).TagWith(PlannedOnce.Mark));
}
