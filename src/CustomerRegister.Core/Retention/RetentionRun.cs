using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

public readonly record struct RetentionRunId(Guid Value) : IEntityKey<RetentionRunId>
{
    public static RetentionRunId From(Guid value) => new(value);
}

public enum RetentionRunState
{
    Preparing,
    Prepared,
    Approved,
    Running,
    /// <summary>Under way, but stopped for the time being by a member of staff.</summary>
    Paused,
    Finished,
    Discarded,
}

/// <summary>A retention run (N20): prepared as of a day, approved by a second person, carried out in batches, reported.</summary>
public sealed class RetentionRun : IVersioned
{
    public const int MaxReasonLength = 500;

    private RetentionRun() { }

    public RetentionRunId Id { get; private set; }
    public long Number { get; private set; }
    public RetentionRunState State { get; private set; }
    public DateOnly AsOf { get; private set; }
    /// <summary>The one rule that it is of; null for all that need approval.</summary>
    public RetentionRule? Rule { get; private set; }
    public Guid? PreparedBy { get; private set; }
    public DateTime PreparedAt { get; private set; }
    public Guid? ApprovedBy { get; private set; }
    public DateTime? ApprovedAt { get; private set; }
    /// <summary>SHA-256 of the prepared list: what was approved is exactly this.</summary>
    public string ListHash { get; private set; } = "";
    public int People { get; private set; }
    /// <summary>Who did not approve the list, and why; a run that was sent back is discarded.</summary>
    public Guid? SentBackBy { get; private set; }
    public DateTime? SentBackAt { get; private set; }
    public string? SentBackReason { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? FinishedAt { get; private set; }
    public long Version { get; set; }

    /// <summary>Neither finished nor discarded. There is one such run at a time, so that nobody stands on two lists.</summary>
    public bool IsOpen => State is not (RetentionRunState.Finished or RetentionRunState.Discarded);

    public bool CanBeDiscarded => State is RetentionRunState.Preparing or RetentionRunState.Prepared or RetentionRunState.Approved;

    public static RetentionRun Begin(RetentionRunId id, long number, DateOnly asOf, Guid? preparedBy, DateTime now, RetentionRule? rule = null) =>
        new() { Id = id, Number = number, AsOf = asOf, Rule = rule, PreparedBy = preparedBy, PreparedAt = now };

    public void Prepared(int people, string listHash) =>
        (State, People, ListHash) = (RetentionRunState.Prepared, people, listHash);

    /// <summary>A second person answers for the list; the one who prepared it cannot.</summary>
    public void Approve(Guid by, DateTime now)
    {
        if (State != RetentionRunState.Prepared || by == PreparedBy)
            throw new InvalidOperationException("A prepared run is approved by someone other than who prepared it.");
        (State, ApprovedBy, ApprovedAt) = (RetentionRunState.Approved, by, now);
    }

    /// <summary>Gives the run up; nobody has been erased by it.</summary>
    public void Discard()
    {
        if (!CanBeDiscarded)
            throw new InvalidOperationException("Only a run that has not been started can be discarded.");
        State = RetentionRunState.Discarded;
    }

    /// <summary>The second person does not answer for the list.</summary>
    public void SendBack(Guid by, string reason, DateTime now)
    {
        if (State != RetentionRunState.Prepared || by == PreparedBy)
            throw new InvalidOperationException("A prepared run is sent back by someone other than who prepared it.");
        Discard();
        (SentBackBy, SentBackReason, SentBackAt) = (by, reason, now);
    }

    public void Pause() => Move(RetentionRunState.Running, RetentionRunState.Paused);

    public void Resume() => Move(RetentionRunState.Paused, RetentionRunState.Running);

    public void Start(DateTime now)
    {
        if (State != RetentionRunState.Approved)
            throw new InvalidOperationException("Only an approved run is carried out.");
        (State, StartedAt) = (RetentionRunState.Running, now);
    }

    public void Finish(DateTime now)
    {
        if (State != RetentionRunState.Running)
            throw new InvalidOperationException("Only a run that has been started can finish.");
        (State, FinishedAt) = (RetentionRunState.Finished, now);
    }

    private void Move(RetentionRunState from, RetentionRunState to) =>
        State = State == from ? to : throw new InvalidOperationException($"The run is {State}, not {from}.");
}

internal sealed class RetentionRunMapping : IEntityTypeConfiguration<RetentionRun>
{
    public void Configure(EntityTypeBuilder<RetentionRun> builder)
    {
        builder.Property(r => r.ListHash).HasMaxLength(64);
        builder.Property(r => r.SentBackReason).HasMaxLength(RetentionRun.MaxReasonLength);
        builder.Ignore(r => r.IsOpen);
        builder.Ignore(r => r.CanBeDiscarded);
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HoldsNoCustomerData("A run has counts and the staff who answer for it; its people are in RetentionRunPeople.");
    }
}
