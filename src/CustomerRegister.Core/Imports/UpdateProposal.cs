using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Imports;

public readonly record struct UpdateProposalId(Guid Value) : IEntityKey<UpdateProposalId>
{
    public static UpdateProposalId From(Guid value) => new(value);

    /// <summary>For paging in queries; the order is the database's.</summary>
    public int CompareTo(UpdateProposalId other) => Value.CompareTo(other.Value);
}

/// <summary>By what a row of an update file was found to be about a person: how sure one may be.</summary>
public enum ProposalMatch
{
    /// <summary>Our customer number.</summary>
    CustomerNumber,

    /// <summary>The key that the person has in the system the file comes from.</summary>
    SourceKey,

    /// <summary>The name and the address that the register has.</summary>
    NameAndAddress,

    Email,

    Phone,

    /// <summary>Several people fit, and this is one of them; or a new address or number was that of somebody who was erased.</summary>
    Ambiguous,
}

public enum ProposalState
{
    Open,
    Accepted,
    Rejected,
}

/// <summary>New values for one customer, from an update file (N13). Nothing is changed before somebody accepts it.</summary>
public sealed class UpdateProposal : IVersioned
{
    /// <summary>How long a proposal waits for an answer.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private UpdateProposal() { }

    public UpdateProposalId Id { get; private set; }
    public ImportId ImportId { get; private set; }
    public CustomerId CustomerId { get; private set; }
    /// <summary>The version of the customer with which the match was made.</summary>
    public long CustomerVersion { get; private set; }
    public long Line { get; private set; }
    public ProposalMatch Match { get; private set; }
    public ProposalState State { get; private set; }
    public string? FirstName { get; private set; }
    public string? LastName { get; private set; }
    public string? Street { get; private set; }
    public string? PostalCode { get; private set; }
    public string? City { get; private set; }
    public string? Region { get; private set; }
    public string? Country { get; private set; }
    public EmailAddress? Email { get; private set; }
    public PhoneNumber? Phone { get; private set; }
    public PhoneNumber? Mobile { get; private set; }
    public DateTime ProposedAt { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public long Version { get; set; }

    public PostalAddress? Address => PostalAddress.TryCreate(Street, PostalCode, City, Region, Country, out var address) ? address : null;

    public static UpdateProposal Of(ImportId import, CustomerId customer, long customerVersion, long line, ProposalMatch match, UpdateDraft draft, TimeProvider clock) => new()
    {
        Id = EntityKey.New<UpdateProposalId>(clock),
        ImportId = import,
        CustomerId = customer,
        CustomerVersion = customerVersion,
        Line = line,
        Match = match,
        FirstName = draft.FirstName,
        LastName = draft.LastName,
        Street = draft.Address?.Street,
        PostalCode = draft.Address?.PostalCode,
        City = draft.Address?.City,
        Region = draft.Address?.Region,
        Country = draft.Address?.Country,
        Email = draft.Email,
        Phone = draft.Phone,
        Mobile = draft.Mobile,
        ProposedAt = clock.Now(),
    };

    /// <summary>The proposed values; null where nothing is proposed.</summary>
    internal UpdateDraft Draft() => new(null, null, null, null, null, null, FirstName, LastName, Address, Email, Phone, Mobile);

    /// <summary>The answer. The values go: the register has them now, or nobody wants them.</summary>
    public void Decide(bool accept, Guid? by, DateTime now)
    {
        if (State != ProposalState.Open)
            throw new InvalidOperationException("A proposal is decided once.");
        (State, DecidedBy, DecidedAt) = (accept ? ProposalState.Accepted : ProposalState.Rejected, by, now);
        FirstName = LastName = Street = PostalCode = City = Region = Country = null;
        (Email, Phone, Mobile) = (null, null, null);
    }
}

internal sealed class UpdateProposalMapping : IEntityTypeConfiguration<UpdateProposal>
{
    public void Configure(EntityTypeBuilder<UpdateProposal> builder)
    {
        builder.Property(p => p.FirstName).HasMaxLength(100);
        builder.Property(p => p.LastName).HasMaxLength(100);
        builder.Property(p => p.Email).HasMaxLength(254);
        builder.Property(p => p.Phone).HasMaxLength(60);
        builder.Property(p => p.Mobile).HasMaxLength(60);
        builder.Ignore(p => p.Address);
        builder.HasOne<Import>().WithMany().HasForeignKey(p => p.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Customer>().WithMany().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(p => new { p.ImportId, p.State, p.Line, p.Id });

        builder.HoldsPersonalData(DataCategory.ContactDetails, RowErasure.Delete, p => p.CustomerId);
        builder.Personal(DataCategory.ContactDetails, p => p.FirstName, p => p.LastName, p => p.Street, p => p.PostalCode, p => p.City, p => p.Region, p => p.Country, p => p.Email, p => p.Phone, p => p.Mobile);
        builder.Factual(DataCategory.ContactDetails, p => p.State, p => p.ProposedAt, p => p.DecidedAt);
        builder.NotPortable("Told by others.");
        builder.NamesNobodyElse("Name and address of the person, as others tell them.");
        builder.Technical(p => p.Id, p => p.ImportId, p => p.CustomerId, p => p.CustomerVersion, p => p.Line, p => p.Match, p => p.DecidedBy, p => p.Version);
    }
}
