using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.PaperRecords;

public readonly record struct PaperPlaceId(Guid Value) : IEntityKey<PaperPlaceId>
{
    public static PaperPlaceId From(Guid value) => new(value);
}

/// <summary>How a place is locked. There is no value for an open one: paper is kept behind a lock (N21).</summary>
public enum PaperLock
{
    Key,
    Code,
    Electronic,
}

/// <summary>How long paper in the place outlives a fire. There is no value for none: paper is kept fireproof (N21).</summary>
public enum FireProtection
{
    /// <summary>A light fire storage unit, 30 minutes: EN 15659.</summary>
    Lfs30P,
    /// <summary>A light fire storage unit, 60 minutes: EN 15659.</summary>
    Lfs60P,
    /// <summary>A data cabinet, 60 minutes: EN 1047-1.</summary>
    S60P,
    /// <summary>A data cabinet, 120 minutes: EN 1047-1.</summary>
    S120P,
    /// <summary>An archive room that is a fire compartment of 60 minutes: EI 60.</summary>
    CompartmentEi60,
    /// <summary>An archive room that is a fire compartment of 120 minutes: EI 120.</summary>
    CompartmentEi120,
}

/// <summary>A locked, fireproof cabinet or room in which paper records are kept.</summary>
public sealed class PaperPlace : IVersioned
{
    public const int MaxNameLength = 100;

    private PaperPlace() { }

    public PaperPlaceId Id { get; private set; }
    public string Name { get; private set; } = "";
    public PaperLock Lock { get; private set; }
    public FireProtection FireProtection { get; private set; }
    /// <summary>The day from which nothing is put there any more; null while it is in use.</summary>
    public DateOnly? ClosedOn { get; private set; }
    public long Version { get; set; }

    public static PaperPlace Open(PaperPlaceId id, string name, PaperLock @lock, FireProtection fireProtection) =>
        new() { Id = id, Name = name, Lock = @lock, FireProtection = fireProtection };

    public void Change(string name, PaperLock @lock, FireProtection fireProtection) =>
        (Name, Lock, FireProtection) = (name, @lock, fireProtection);

    public void Close(DateOnly on) => ClosedOn = on;

    public void Reopen() => ClosedOn = null;
}

internal sealed class PaperPlaceMapping : IEntityTypeConfiguration<PaperPlace>
{
    public void Configure(EntityTypeBuilder<PaperPlace> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(PaperPlace.MaxNameLength);
        builder.HasIndex(p => p.Name).IsUnique();
        builder.HoldsNoCustomerData("Cabinets and rooms of the controller.");
    }
}
