using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData.Packages;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Request">The request with its decision, if there is one.</param>
/// <param name="Files">What can be downloaded now.</param>
/// <param name="ExpiredOn">The day on which the files of a granted access request went; null while they are there.</param>
public sealed record Answer(DataSubjectRequest Request, IReadOnlyList<AnswerFile> Files, DateOnly? ExpiredOn)
{
    /// <summary>Whether there is a certificate of what was refused (N37).</summary>
    public bool HasCertificate { get; init; }
}

public sealed record AnswerContent(string Name, string ContentType, byte[] Content);

/// <param name="Length">In bytes.</param>
/// <param name="Content">Read from the register while it is sent.</param>
public sealed record PackageDownload(string Name, long Length, Stream Content);

/// <summary>
/// The answer to a request, for the person who made it; staff hand out what a person cannot download. The owner is part of the condition:
/// another person's answer is not there.
/// </summary>
public sealed class ReadAnswer(RegisterContext db, KeepPackage packages, TimeProvider clock)
{
    /// <summary>What the answer says and holds; null when the customer has no such request.</summary>
    public async Task<Answer?> ForCustomer(CustomerId customer, RequestId id, Actor actor, CancellationToken ct)
    {
        var request = await db.RequestsOf(customer).AsNoTracking().Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (request is null)
            return null;
        var files = await ViewRequest.Answers(db, id, clock.Now()).ToListAsync(ct);
        await db.LogRead(AuditEntry.Of(actor, AuditAction.OwnDataViewed, clock, customer, id.Value, "requests"), ct);
        var expired = files.Count == 0 && request is { Type: RequestType.Access or RequestType.Portability, State: RequestState.Granted, DecidedAt: { } decided }
            ? new[] { HelsinkiTime.DayOf(decided + DecideRequest.AnswerLifetime), clock.Today() }.Min() : (DateOnly?)null;
        return new(request, files, expired) { HasCertificate = request.Type == RequestType.Rectification && await db.RectificationCertificates.AnyAsync(c => c.RequestId == id, ct) };
    }

    /// <summary>A package that answers a request of one's own; null when it is not there or its time is over.</summary>
    public Task<PackageDownload?> Download(CustomerId customer, RequestId request, DataPackageId package, Actor actor, CancellationToken ct) =>
        Download(db.RequestsOf(customer).Where(r => r.Id == request), package, actor, ct);

    /// <summary>The same for staff, who print it for a person without the portal. A protected address is in it: who may not see that gets nothing.</summary>
    public async Task<PackageDownload?> Download(RequestId request, DataPackageId package, Actor actor, CancellationToken ct)
    {
        var person = await db.Requests.Where(r => r.Id == request).Select(r => r.CustomerId).SingleOrDefaultAsync(ct);
        var until = await db.Customers.Where(c => c.Id == person).Select(c => c.ProtectedUntil).SingleOrDefaultAsync(ct);
        return ProtectedAddress.IsHiddenFrom(actor, person, until) ? null : await Download(db.Requests.Where(r => r.Id == request), package, actor, ct);
    }

    /// <summary>The same for whoever asked without signing in: only what <see cref="FollowedRequest.Package"/> offers. The caller has seen that their link is a fresh one.</summary>
    public Task<PackageDownload?> DownloadByVisitor(FollowedRequest followed, CancellationToken ct) => followed.Package is not { } package
        ? Task.FromResult<PackageDownload?>(null)
        : Download(db.Requests.Where(r => r.Id == followed.Request.Id), package.Id, FollowRequest.Visitor, ct);

    private async Task<PackageDownload?> Download(IQueryable<DataSubjectRequest> requests, DataPackageId id, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        var package = await (from r in requests
                             join p in db.DataPackages on r.Id equals p.RequestId
                             where p.Id == id && p.CustomerId == r.CustomerId && p.ExpiresAt > now
                             select p).AsNoTracking().SingleOrDefaultAsync(ct);
        if (package is null)
            return null;
        db.Add(AuditEntry.Of(actor, AuditAction.AnswerDownloaded, clock, package.CustomerId, package.RequestId!.Value.Value));
        await db.SaveChangesAsync(ct);
        return new(package.FileName, package.Length, packages.Open(package));
    }
}
