using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Retention;

public readonly record struct ErasureLetterId(Guid Value) : IEntityKey<ErasureLetterId>
{
    public static ErasureLetterId From(Guid value) => new(value);
}

/// <summary>
/// The receipt of an erasure for a person without e-mail: printed and posted by staff, and then forgotten, address and all. It is the last that is known of the person, so it leads to
/// nobody else's row.
/// </summary>
public sealed class ErasureLetter
{
    private ErasureLetter() { }

    public ErasureLetterId Id { get; private set; }
    /// <summary>Only while the person stays in the register; the letter of one who has gone belongs to nobody.</summary>
    public CustomerId? CustomerId { get; private set; }
    public long RequestNumber { get; private set; }
    public Language Language { get; private set; }
    /// <summary>Name and address, a line each.</summary>
    public string Addressee { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";
    /// <summary>Whether only who may see protected addresses may print it.</summary>
    public bool IsProtected { get; private set; }
    public DateTime MadeAt { get; private set; }

    public static ErasureLetter To(Customer person, PostalAddress address, bool stays, long request, Language language, string subject, string body, TimeProvider clock) => new()
    {
        Id = EntityKey.New<ErasureLetterId>(clock),
        CustomerId = stays ? person.Id : null,
        RequestNumber = request,
        Language = language,
        Addressee = string.Join('\n', address.Lines(language: System.Globalization.CultureInfo.GetCultureInfo(language.Code())).Prepend(person.FullName)),
        Subject = subject,
        Body = body,
        IsProtected = person.IsAddressProtected,
        MadeAt = clock.Now(),
    };
}

internal sealed class ErasureLetterMapping : IEntityTypeConfiguration<ErasureLetter>
{
    public void Configure(EntityTypeBuilder<ErasureLetter> builder)
    {
        builder.ToTable("ErasureLetters");
        builder.Property(l => l.Addressee).HasMaxLength(2000);
        builder.Property(l => l.Subject).HasMaxLength(200);
        builder.HasIndex(l => l.RequestNumber);
        builder.HasOne<Customer>().WithMany().HasForeignKey(l => l.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("Written with the erasure, which is audited; printing and posting it have entries of their own.");

        builder.HoldsPersonalData(DataCategory.Messages, RowErasure.Delete, l => l.CustomerId);
        builder.Personal(DataCategory.Messages, l => l.RequestNumber, l => l.Language, l => l.Addressee, l => l.Subject, l => l.Body, l => l.MadeAt);
        builder.NotPortable("What the controller told.");
        builder.NamesNobodyElse("The person's own name and address, and words of the program.");
        builder.Technical(l => l.Id, l => l.CustomerId, l => l.IsProtected);
    }
}
