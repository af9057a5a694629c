using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Merging;
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
/// <param name="Reasons">What is the same; none where it is the name alone.</param>
public sealed record MatchSuggestion(CustomerId Id, long Number, string Name, IReadOnlyList<DuplicateReason> Reasons);

/// <summary>Who may be the one who asks: the likeliest first.</summary>
/// <param name="More">How many others there are, who have the name alone.</param>
public sealed record MatchSuggestions(IReadOnlyList<MatchSuggestion> Found, int More)
{
    public static MatchSuggestions None { get; } = new([], 0);
}

/// <summary>
/// Says which customer's request it is that came from somebody who was not signed in. That it is nobody's is an answer too: <see cref="AnswerNoData"/>; and what was matched wrongly is parted again by
/// <see cref="UnmatchRequest"/>. Until the identity is established it is a guess: see <see cref="DataSubjectRequest.MayBeAnothers"/>.
/// </summary>
public sealed class MatchRequest(RegisterContext db, FindDuplicates duplicates, BeginRight begin, TakeBackProposal takeBack, RecordAskedBans bans, MergeRequests merge, TimeProvider clock)
{
    private const int MostSuggestions = 5;

    /// <summary>Customers with the e-mail address, or of the same name and postcode, then those of exactly the same name; the look is logged.</summary>
    public async Task<MatchSuggestions> Suggest(RequestId id, Actor actor, CancellationToken ct)
    {
        if (await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.CustomerId == null && r.ApplicantName != null, ct) is not { } request)
            return MatchSuggestions.None;
        var candidates = await Candidates(request, actor, ct);
        if (candidates.Found.Count > 0)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomersSearched, clock), ct);
        foreach (var one in candidates.Found)
            await db.LogRead(AuditEntry.Of(actor, AuditAction.CustomerViewed, clock, one.Id, id.Value), ct);
        return candidates;
    }

    /// <summary>Who may be the one who asks, for a rule that shows them to nobody; nobody where it has no name.</summary>
    internal async Task<MatchSuggestions> Candidates(DataSubjectRequest request, Actor actor, CancellationToken ct)
    {
        if (request.ApplicantName is not { } name)
            return MatchSuggestions.None;
        var surname = name.LastIndexOf(' ') + 1;
        var likely = await duplicates.Unseen(new(name[..surname].Trim(), name[surname..], request.ApplicantEmail, [], request.ApplicantAddress?.PostalCode is { } postcode ? [postcode] : []), actor, ct);
        // As sort names are written, wherever the surname begins.
        var words = SearchText.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] names = [.. words.Select((_, i) => string.Join(' ', words[i..].Concat(words[..i]))).Distinct()];
        var namesakes = db.Customers.AsNoTracking().Where(c => names.Contains(c.SortName));
        var named = await namesakes.OrderBy(c => c.Number).Take(MostSuggestions).Select(c => new { c.Id, c.Number, c.FirstName, c.LastName }).ToListAsync(ct);
        var known = likely.Select(c => c.Id).ToList();
        var all = likely.Count + (named.Count == 0 ? 0 : await namesakes.CountAsync(c => !known.Contains(c.Id), ct));
        List<MatchSuggestion> found = [.. likely.Select(c => new MatchSuggestion(c.Id, c.Number, c.FullName, c.Reasons))
            .Concat(named.Where(c => !known.Contains(c.Id)).Select(c => new MatchSuggestion(c.Id, c.Number, Customer.NameOf(c.FirstName, c.LastName), []))).Take(MostSuggestions)];
        return new(found, all - found.Count);
    }

    public Task<Outcome<DataSubjectRequest, MatchRequestRefusal>> Run(RequestId id, long customerNumber, Actor actor, CancellationToken ct) => db.Weighed(() => Match(id, customerNumber, actor, ct));

    private async Task<Outcome<DataSubjectRequest, MatchRequestRefusal>> Match(RequestId id, long customerNumber, Actor actor, CancellationToken ct)
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
        await begin.Run(request, actor, ct);
        db.Add(AuditEntry.Of(actor, AuditAction.RequestMatched, clock, person.Id, id.Value, nameof(request.CustomerId)));
        await db.SaveChangesAsync(ct);
        await bans.Run(request, actor, ct);
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
