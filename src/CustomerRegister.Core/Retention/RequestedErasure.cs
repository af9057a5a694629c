using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

public enum RequestedErasureState
{
    /// <summary>Approved; until <see cref="RequestedErasure.DueAt"/> either side can still stop it.</summary>
    Waiting,

    /// <summary>What no ground kept is gone; the rest goes when the last ground ends.</summary>
    PartlyDone,

    /// <summary>The person is no longer in the register; at most vouchers stay their period (<see cref="RequestedErasure.Grounds"/>).</summary>
    Done,

    /// <summary>Stopped before it was carried out.</summary>
    Cancelled,

    /// <summary>The person came back as a customer before the last ground ended: what is new is not erased on an old request.</summary>
    Superseded,
}

/// <summary>The erasure that a person asked for and got (GDPR Art. 17; N19), from its approval to its end. Ids and codes only.</summary>
public sealed class RequestedErasure : IVersioned
{
    private RequestedErasure() { }

    public RequestId RequestId { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public RequestedErasureState State { get; private set; }
    public DateTime ApprovedAt { get; private set; }
    /// <summary>From when on it is carried out: approval and the cooling-off time.</summary>
    public DateTime DueAt { get; private set; }
    /// <summary>When something was last erased.</summary>
    public DateTime? DoneAt { get; private set; }
    /// <summary>The categories erased, as in <see cref="ErasurePlan.ErasedBits"/>.</summary>
    public int ErasedCategories { get; private set; }
    /// <summary>What kept the rest, in the stored form of <see cref="ErasurePlan.GroundsText"/>.</summary>
    public string? Grounds { get; private set; }
    public long Version { get; set; }

    public static RequestedErasure Approve(RequestId request, CustomerId customer, DateTime now, TimeSpan coolingOff) =>
        new() { RequestId = request, CustomerId = customer, ApprovedAt = now, DueAt = now + coolingOff };

    public void Cancel()
    {
        Require(State == RequestedErasureState.Waiting, "What is erased cannot be stopped any more.");
        State = RequestedErasureState.Cancelled;
    }

    public void CarryOut(ErasurePlan plan, DateTime now)
    {
        Require(State is RequestedErasureState.Waiting or RequestedErasureState.PartlyDone, "It is over.");
        State = plan.LeavesNobody ? RequestedErasureState.Done : RequestedErasureState.PartlyDone;
        (ErasedCategories, Grounds, DoneAt) = (ErasedCategories | plan.ErasedBits, plan.GroundsText(), now);
    }

    /// <summary>The person has been erased by other means, such as a retention run.</summary>
    public void FindGone(DateTime now) => (State, Grounds, DoneAt) = (RequestedErasureState.Done, null, DoneAt ?? now);

    public void Supersede() => State = RequestedErasureState.Superseded;

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}

internal sealed class RequestedErasureMapping : IEntityTypeConfiguration<RequestedErasure>
{
    public void Configure(EntityTypeBuilder<RequestedErasure> builder)
    {
        builder.ToTable("RequestedErasures");
        builder.HasKey(e => e.RequestId);
        builder.Property(e => e.Grounds).HasMaxLength(2000);
        builder.HasIndex(e => e.CustomerId);
        builder.HasIndex(e => new { e.State, e.DueAt });
        builder.HasOne<DataSubjectRequest>().WithOne().HasForeignKey<RequestedErasure>(e => e.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.NeedsNoAudit("Approving, stopping and erasing have entries of their own.");

        // The proof remains when the person is gone; an erased customer's id leads to nobody.
        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Outlive, e => e.CustomerId);
        builder.Factual(DataCategory.Requests, e => e.State, e => e.ApprovedAt, e => e.DueAt, e => e.DoneAt, e => e.Grounds);
        builder.NotPortable("The controller's own handling of a right.");
        builder.Technical(e => e.RequestId, e => e.CustomerId, e => e.ErasedCategories, e => e.Version);
    }
}

/// <summary>How long an approved erasure waits, so that it can be stopped: a setting.</summary>
public sealed record ErasureCoolingOff(int Days)
{
    public static ErasureCoolingOff Usual { get; } = new(3);
}
