using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

public enum RunOutcome
{
    /// <summary>Everything goes.</summary>
    Erased,

    /// <summary>Something is kept on a ground; what no ground needs goes.</summary>
    Kept,

    /// <summary>The relationship goes on again, or its end was moved, since the list was made: nothing is erased.</summary>
    NoLongerDue,
}

/// <summary>One person of a retention run: what was foreseen, and what was done, with every ground. Ids and codes only.</summary>
public sealed class RetentionRunPerson
{
    private RetentionRunPerson() { }

    public RetentionRunId RunId { get; private set; }
    /// <summary>Counted from one: the order of the list and of its execution.</summary>
    public int Position { get; private set; }
    public CustomerId CustomerId { get; private set; }
    /// <summary>The rule by which the person is on the list; one who is due by several is on it once for each.</summary>
    public RetentionRule Rule { get; private set; }
    public RunOutcome Planned { get; private set; }
    /// <summary>The stored form of the plan's grounds: see <see cref="ErasurePlan.GroundsText"/>.</summary>
    public string? PlannedGrounds { get; private set; }
    public RunOutcome? Done { get; private set; }
    public string? DoneGrounds { get; private set; }
    /// <summary>The categories erased, as in <see cref="ErasurePlan.ErasedBits"/>: those that may be, until it is done; then those that were. One erasing statement takes all who have the same.</summary>
    public int ErasedCategories { get; private set; }
    public DateTime? DoneAt { get; private set; }

    public static RetentionRunPerson Foresee(RetentionRunId run, int position, ErasurePlan plan) => new()
    {
        RunId = run,
        Position = position,
        CustomerId = plan.CustomerId,
        Planned = plan.ErasesEverything ? RunOutcome.Erased : RunOutcome.Kept,
        PlannedGrounds = plan.GroundsText(),
        ErasedCategories = plan.ErasedBits,
    };

    /// <param name="rule">One beside the customer data.</param>
    public static RetentionRunPerson Foresee(RetentionRunId run, int position, RetentionRule rule, OldRecordsOf person) => new()
    {
        RunId = run,
        Position = position,
        Rule = rule,
        CustomerId = person.CustomerId,
        Planned = person.Grounds.Count == 0 ? RunOutcome.Erased : RunOutcome.Kept,
        PlannedGrounds = ErasurePlan.TextOf(person.Grounds),
    };

    /// <summary>The same for a rule beside the customer data: its old records go, unless something keeps them now or kept them when the list was approved.</summary>
    public void CarryOutRecords(IReadOnlyList<Ground> ofNow, DateTime now)
    {
        IReadOnlyList<Ground> keeping = ofNow.Count > 0 || Planned == RunOutcome.Erased ? ofNow : [new(GroundKind.NotApproved, null, null)];
        (Done, DoneGrounds, DoneAt) = (keeping.Count == 0 ? RunOutcome.Erased : RunOutcome.Kept, ErasurePlan.TextOf(keeping), now);
    }

    /// <summary>Decides by the facts of this moment; what was not foreseen to go does not go.</summary>
    /// <returns>The plan that holds.</returns>
    public ErasurePlan CarryOut(ErasurePlan ofNow, DateTime now)
    {
        // Where not every ground was stored, nothing is known of the single rows that were to go.
        var approved = ErasurePlan.MayBeCut(PlannedGrounds) ? ErasurePlan.CategoriesOf(ErasedCategories).Aggregate(0, (bits, c) => bits | 1 << (int)c) : ErasedCategories;
        var plan = ofNow.LimitedTo(approved, ErasurePlan.ParseGrounds(PlannedGrounds));
        (Done, DoneGrounds, ErasedCategories, DoneAt) = (plan.ErasesEverything ? RunOutcome.Erased : RunOutcome.Kept, plan.GroundsText(), plan.ErasedBits, now);
        return plan;
    }

    public void LeaveAlone(DateTime now) => (Done, ErasedCategories, DoneAt) = (RunOutcome.NoLongerDue, 0, now);
}

internal sealed class RetentionRunPersonMapping : IEntityTypeConfiguration<RetentionRunPerson>
{
    public void Configure(EntityTypeBuilder<RetentionRunPerson> builder)
    {
        builder.ToTable("RetentionRunPeople");
        builder.HasKey(p => new { p.RunId, p.Position });
        builder.Property(p => p.PlannedGrounds).HasMaxLength(2000);
        builder.Property(p => p.DoneGrounds).HasMaxLength(2000);
        builder.HasIndex(p => p.CustomerId);
        builder.HasOne<RetentionRun>().WithMany().HasForeignKey(p => p.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("A list of its run, which is audited; what is done to each person has an entry of its own.");

        // The report remains when the person is gone; an erased customer's id leads to nobody.
        builder.HoldsPersonalData(DataCategory.Relationship, RowErasure.Outlive, p => p.CustomerId);
        builder.Factual(DataCategory.Relationship, p => p.Rule, p => p.Planned, p => p.PlannedGrounds, p => p.Done, p => p.DoneGrounds, p => p.DoneAt);
        builder.NotPortable("What the controller concluded.");
        builder.Technical(p => p.RunId, p => p.Position, p => p.CustomerId, p => p.ErasedCategories);
    }
}
