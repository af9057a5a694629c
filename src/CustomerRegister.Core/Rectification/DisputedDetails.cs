using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Rectification;

/// <summary>A value whose accuracy the person disputes, while nobody has decided about it.</summary>
/// <param name="TargetId">The phone or address of which it is one.</param>
public sealed record DisputedDetail(RectifiedField Field, Guid? TargetId);

/// <summary>What a customer disputes at present: marked wherever the value is shown.</summary>
internal static class DisputedDetails
{
    public static async Task<IReadOnlyList<DisputedDetail>> Of(RegisterContext db, CustomerId customer, CancellationToken ct) => await db.RectificationItems
        .Where(i => i.Decision == null && db.Requests.Any(r => r.Id == i.RequestId && r.CustomerId == customer && r.Type == RequestType.Rectification && DataSubjectRequest.OpenStates.Contains(r.State)))
        .Select(i => new DisputedDetail(i.Field, i.TargetId)).ToListAsync(ct);
}
