using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
using CustomerRegister.Requests.Rights;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum MatchRequestRefusal
{
    RequestNotFound,
    NoLongerOpen,

    /// <summary>Whose it is was found out before.</summary>
    MatchedAlready,
    CustomerNotFound,
}

/// <summary>A customer who may be the one who asks.</summary>
public sealed record MatchSuggestion(CustomerId Id, long Number, string Name);

/// <summary>Says which customer's request it is that came from somebody who was not signed in. That it is nobody's is an answer too: <see cref="AnswerNoData"/>.</summary>
public sealed class MatchRequest(RegisterContext db, FindDuplicates duplicates, AllRights rights, TakeBackProposal takeBack, MergeRequests merge, TimeProvider clock)
{
    private const int MostSuggestions = 5;

    /// <summary>Customers with the e-mail address, or of the same name and postcode; the look is logged.</summary>
    public async Task<IReadOnlyList<MatchSuggestion>> Suggest(RequestId id, Actor actor, CancellationToken ct)
    {
        if (await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == null && r.ApplicantName != null, ct) is not { } request)
            return [];
        var found = (await Candidates(request, actor, ct)).Take(MostSuggestions).ToList();
        if (found.Count > 0)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock), ct);
        foreach (var one in found)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, one.Id, id.Value), ct);
        return found.ConvertAll(c => new MatchSuggestion(c.Id, c.Number, c.FullName));
    }

    /// <summary>Who may be the one who asks, for a rule that shows them to nobody; nobody where it has no name.</summary>
    internal async Task<IReadOnlyList<DuplicateCandidate>> Candidates(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        if (request.ApplicantName is not { } name)
            return [];
        var surname = name.LastIndexOf(' ') + 1;
        return await duplicates.Unseen(new(name[..surname].Trim(), name[surname..], request.ApplicantEmail, [], request.ApplicantAddress?.PostalCode is { } postcode ? [postcode] : []), actor, ct);
    }

    public async Task<Outcome<DataSubjectRequest, MatchRequestRefusal>> Run(RequestId id, long customerNumber, Actor actor, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Customers.Where(c => c.Number == customerNumber).Select(c => (CustomerId?)c.Id).SingleOrDefaultAsync(ct) is { } matched)
            await db.HoldCustomers([matched], ct);
        var (request, refusal) = await Unmatched(id, ct);
        if (request is null)
            return refusal;
        if (await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Number == customerNumber, ct) is not { } person)
            return MatchRequestRefusal.CustomerNotFound;
        await takeBack.Run(request, actor, ct, person.Id);
        request.Match(person.Id);
        await rights[request.Type].OnFiled(new(request, person, actor), ct);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestMatched, clock, person.Id, id.Value, nameof(request.CustomerId)));
        await db.SaveChangesAsync(ct);
        // Where the identity was established before it was known whose, the two are found to be one only now.
        await merge.Run(request, actor, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    private async Task<(DataSubjectRequest? Request, MatchRequestRefusal Refusal)> Unmatched(RequestId id, CancellationToken ct)
    {
        var request = await db.Requests.Include(r => r.Pauses).SingleOrDefaultAsync(r => r.Id == id, ct);
        return request switch
        {
            null => (null, MatchRequestRefusal.RequestNotFound),
            { CustomerId: not null } or { ApplicantName: null } => (null, MatchRequestRefusal.MatchedAlready),
            { IsOpen: false } => (null, MatchRequestRefusal.NoLongerOpen),
            _ => (request, default),
        };
    }
}
