using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Consents;

public readonly record struct ObjectionId(Guid Value) : IEntityKey<ObjectionId>
{
    public static ObjectionId From(Guid value) => new(value);
}

/// <summary>
/// A use of a customer's data that has ended because they objected to it (GDPR Art. 21(1); N3, N40). It knows nothing of the request by which it came, which goes before it,
/// and ends only by the customer's own word.
/// </summary>
public sealed class Objection
{
    private Objection() { }

    public ObjectionId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    /// <summary>Against what; null where it is against all that rests on a legitimate interest, also what will.</summary>
    public PurposeId? PurposeId { get; private set; }
    public DateTime Since { get; private set; }
    /// <summary>When the customer took it back.</summary>
    public DateTime? EndedAt { get; private set; }

    public static Objection Of(CustomerId customer, PurposeId? purpose, TimeProvider clock) => new()
    {
        Id = EntityKey.New<ObjectionId>(clock),
        CustomerId = customer,
        PurposeId = purpose,
        Since = clock.Now(),
    };

    public void End(DateTime now) => EndedAt ??= now;
}

internal sealed class StandingObjection
{
    public required Objection Objection { get; init; }
    /// <summary>The use; null where it is none of the purposes.</summary>
    public required Purpose? Purpose { get; init; }
}

public static class Objections
{
    /// <summary>What may be objected to: the uses that rest on a legitimate interest (GDPR Art. 21(1)), but for those that a ban ends at once.</summary>
    internal static IQueryable<Purpose> Objectionable(this RegisterContext db) => db.WithoutBan().Where(p => p.Basis == LegalBasis.LegitimateInterest).OrderBy(p => p.Position);

    /// <summary>Whether an objection may name them: what it is weighed for, and what a ban ends.</summary>
    /// <param name="uses">Each once.</param>
    internal static async Task<bool> MayBeObjectedTo(this RegisterContext db, IReadOnlyCollection<PurposeId> uses, CancellationToken ct) => uses.Count == 0
        || await db.Purposes.CountAsync(p => uses.Contains(p.Id) && (p.Basis == LegalBasis.LegitimateInterest || BanPurposes.Codes.Contains(p.Code)), ct) == uses.Count;

    /// <summary>The objections in force, each with every purpose against which it stands, but for those of which a ban says whether the data is used.</summary>
    internal static IQueryable<StandingObjection> StandingObjections(this RegisterContext db) => db.Standing(db.WithoutBan());

    /// <summary>The objections in force that stand against a use, by the code of its purpose; where no purpose has it, nothing but a legitimate interest allows the use.</summary>
    internal static IQueryable<Objection> ObjectionsAgainst(this RegisterContext db, string code) => db.Standing(db.Purposes.Where(p => p.Code == code).DefaultIfEmpty()).Select(s => s.Objection);

    private static IQueryable<Purpose> WithoutBan(this RegisterContext db) => db.Purposes.Where(p => !BanPurposes.Codes.Contains(p.Code));

    // The one rule: only what rests on a legitimate interest is reached, by what names it and by what is against all. What rests on a consent is not: who has given it has said yes to that.
    private static IQueryable<StandingObjection> Standing(this RegisterContext db, IQueryable<Purpose?> uses) =>
        from o in db.Objections
        from p in uses
        where o.EndedAt == null && (p == null || p.Basis == LegalBasis.LegitimateInterest) && (o.PurposeId == null || o.PurposeId == p!.Id)
        select new StandingObjection { Objection = o, Purpose = p };
}

internal sealed class ObjectionMapping : IEntityTypeConfiguration<Objection>
{
    public void Configure(EntityTypeBuilder<Objection> builder)
    {
        builder.HasIndex(o => new { o.CustomerId, o.EndedAt });
        builder.HasIndex(o => o.PurposeId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Purpose>().WithMany().HasForeignKey(o => o.PurposeId).OnDelete(DeleteBehavior.Restrict);

        builder.HoldsPersonalData(DataCategory.ConsentsAndBans, RowErasure.Delete, o => o.CustomerId);
        builder.Personal(DataCategory.ConsentsAndBans, o => o.PurposeId, o => o.Since, o => o.EndedAt);
        builder.NotPortable("It binds this controller, about its own purposes.");
        builder.Technical(o => o.Id, o => o.CustomerId);
    }
}
