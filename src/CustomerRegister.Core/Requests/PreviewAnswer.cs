using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

/// <param name="Rows">How many rows of the person the answer would hold.</param>
public sealed record AnswerShare(DataCategory Category, long Rows);

/// <summary>What granting an access request would hand out: how much of each category, without the values. The look is logged.</summary>
public sealed class PreviewAnswer(RegisterContext db, ReadPersonalData read, TimeProvider clock)
{
    /// <returns>Empty when the person is no longer in the register.</returns>
    public async Task<IReadOnlyList<AnswerShare>> Run(RequestId id, Actor actor, CancellationToken ct)
    {
        var person = await db.Requests.Where(r => r.Id == id).Select(r => r.CustomerId).SingleOrDefaultAsync(ct);
        if (person is not { } customer || await read.Newest(customer, 1, ct) is not { } report)
            return [];
        await db.LogRead(AuditEntry.Of(actor, AuditAction.RequestViewed, clock, customer, id.Value, "answer"), ct);
        return [.. report.Categories.Select(c => new AnswerShare(c.Category, c.Tables.Sum(t => t.Count)))];
    }
}
