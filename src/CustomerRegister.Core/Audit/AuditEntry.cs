using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Audit;

public readonly record struct AuditEntryId(Guid Value) : IEntityKey<AuditEntryId>
{
    public static AuditEntryId From(Guid value) => new(value);

    /// <summary>For paging in queries; the order is the database's.</summary>
    public int CompareTo(AuditEntryId other) => Value.CompareTo(other.Value);
}

/// <summary>Who did what, when, on whose behalf and why. Holds stable codes, ids and field names, never values.</summary>
public sealed class AuditEntry
{
    private AuditEntry() { }

    public AuditEntryId Id { get; private set; }
    public DateTime At { get; private set; }
    /// <summary>A stable code in the form <c>object.done</c>: see <see cref="AuditAction"/>.</summary>
    public string Action { get; private set; } = "";
    public ActorKind ActorKind { get; private set; }
    public Guid? ActorId { get; private set; }
    public string ActorRole { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public Guid? OnBehalfOf { get; private set; }
    /// <summary>The customer whose data it concerns. No foreign key: the entry outlives the person, and then leads to nobody.</summary>
    public CustomerId? CustomerId { get; private set; }
    /// <summary>The row it concerns where that is not the customer.</summary>
    public Guid? SubjectId { get; private set; }
    /// <summary>Names of the fields concerned, separated by commas.</summary>
    public string? Fields { get; private set; }
    /// <summary>The <see cref="AuditSeal"/> that covers it; null until it is sealed.</summary>
    public long? SealNumber { get; private set; }

    public static AuditEntry Of(Actor actor, string action, TimeProvider clock, CustomerId? customer = null, Guid? subject = null, params IEnumerable<string> fields)
    {
        var names = string.Join(',', fields);
        return new AuditEntry
        {
            Id = EntityKey.New<AuditEntryId>(clock),
            At = clock.Now(),
            Action = action,
            ActorKind = actor.Kind,
            ActorId = actor.Id,
            ActorRole = actor.Role,
            Purpose = actor.Purpose,
            OnBehalfOf = actor.OnBehalfOf,
            CustomerId = customer,
            SubjectId = subject,
            Fields = names.Length == 0 ? null : names,
        };
    }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(e => e.Action).HasMaxLength(60);
        // All roles together, with their separators, and room for one more.
        builder.Property(e => e.ActorRole).HasMaxLength(100);
        builder.Property(e => e.Purpose).HasMaxLength(60);
        builder.Property(e => e.Fields).HasMaxLength(1000);
        builder.HasIndex(e => new { e.CustomerId, e.At });
        builder.HasIndex(e => e.At);
        // What waits for its seal, and a seal's entries, both in the order of the keys.
        builder.HasIndex(e => new { e.SealNumber, e.Id });
        // The latest verification, among all that is not one.
        builder.HasIndex(e => new { e.Action, e.At }).HasFilter($"\"Action\" = '{AuditAction.AuditVerified}'");
        // What was done about one request. Most of the log is looks at customers, which have no subject and cost this index nothing.
        builder.HasIndex(e => e.SubjectId).HasFilter("\"SubjectId\" is not null");

        // The log proves that the rest was erased. It holds ids only, and an erased customer's id leads to nobody.
        builder.HoldsPersonalData(DataCategory.AccessLog, RowErasure.Outlive, e => e.CustomerId);
        builder.Factual(DataCategory.AccessLog, e => e.At, e => e.Action, e => e.ActorKind, e => e.ActorRole, e => e.Purpose, e => e.Fields);
        builder.NotPortable("The controller's own log.");
        // The customer is told the role, not the employee (C-579/21 Pankki S).
        builder.Technical(e => e.Id, e => e.ActorId, e => e.OnBehalfOf, e => e.CustomerId, e => e.SubjectId, e => e.SealNumber);
    }
}
