using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Disclosures;

public readonly record struct RecipientNoticeId(Guid Value) : IEntityKey<RecipientNoticeId>
{
    public static RecipientNoticeId From(Guid value) => new(value);
}

/// <summary>What a recipient is told (GDPR Art. 19).</summary>
public enum RecipientNoticeKind
{
    Rectified,
    Erased,
    Restricted,
    /// <summary>Told to those who were told of the restriction, so that they do not go on with it for ever.</summary>
    RestrictionLifted,
}

/// <summary>How it ended.</summary>
public enum NoticeOutcome
{
    Acknowledged,
    /// <summary>By telephone, letter or the like.</summary>
    ToldOtherwise,
    /// <summary>The recipient is no more, or cannot be reached (GDPR Art. 19).</summary>
    Impossible,
    /// <summary>Telling would need a disproportionate effort (GDPR Art. 19).</summary>
    Disproportionate,
}

/// <summary>
/// A recipient is told what became of data that it got (N36; GDPR Art. 19): made in the transaction of the deed, mailed as a link, mailed again until it is acknowledged. The mail says nothing
/// of whom it is about. Of a person who stays, the page behind the link reads what it shows from the register; of one who has gone, the notice itself holds what the recipient knows them by,
/// until it is over.
/// </summary>
public sealed class RecipientNotice : IVersioned
{
    /// <summary>Not acknowledged for so long, somebody is to see to it.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromDays(30);

    /// <summary>Between two mails about the same.</summary>
    public static readonly TimeSpan MailAgainAfter = TimeSpan.FromDays(14);

    public const int MostMails = 4;

    private RecipientNotice() { }

    public RecipientNoticeId Id { get; private set; }
    public RecipientId RecipientId { get; private set; }
    /// <summary>As the recipient was called then.</summary>
    public string RecipientName { get; private set; } = "";
    /// <summary>Null where the person has gone.</summary>
    public CustomerId? CustomerId { get; private set; }
    /// <summary>The request by which values were corrected; the page shows them from its items.</summary>
    public RequestId? RequestId { get; private set; }
    public RecipientNoticeKind Kind { get; private set; }
    /// <summary>Whether it is told as the one from whom the wrong values came (N36), and not as one who got them.</summary>
    public bool AsSource { get; private set; }
    /// <summary>The categories concerned as bits, the lowest for the first; 0 where it is all that the recipient got.</summary>
    public int CategoryBits { get; private set; }
    /// <summary>By which the recipient knows the person.</summary>
    public string? Reference { get; private set; }
    /// <summary>Name and number of one who has gone, where the recipient knows them by nothing else. Gone when the notice is over.</summary>
    public string? Person { get; private set; }
    public DateTime MadeAt { get; private set; }
    /// <summary>Of the link in the newest mail.</summary>
    public string? SecretHash { get; private set; }
    public OutgoingEmailId? MailId { get; private set; }
    public DateTime MailedAt { get; private set; }
    public int Mails { get; private set; }
    /// <summary>Null while it is open.</summary>
    public NoticeOutcome? Outcome { get; private set; }
    /// <summary>The day on which the recipient was told; null while it is not, or where it cannot be.</summary>
    public DateOnly? ToldOn { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public long Version { get; set; }

    public bool IsOpen => Outcome is null;

    public IReadOnlyList<DataCategory> Categories => [.. Enum.GetValues<DataCategory>().Where(c => (CategoryBits & 1 << (int)c) != 0)];

    public bool IsOverdue(DateTime now) => IsOpen && MadeAt + OverdueAfter <= now;

    /// <param name="person">Name and number of one who goes now; null where the person stays, or the reference is enough.</param>
    public static RecipientNotice Of(
        Recipient recipient, CustomerId? customer, RecipientNoticeKind kind, IEnumerable<DataCategory> categories, RequestId? request, string? reference, string? person, TimeProvider clock, bool asSource = false) => new()
        {
            Id = EntityKey.New<RecipientNoticeId>(clock),
            RecipientId = recipient.Id,
            RecipientName = recipient.Name,
            CustomerId = customer,
            RequestId = request,
            Kind = kind,
            AsSource = asSource,
            CategoryBits = categories.Aggregate(0, (bits, c) => bits | 1 << (int)c),
            Reference = reference,
            Person = person,
            MadeAt = clock.Now(),
        };

    /// <summary>A mail with a link is on its way; an earlier link is void.</summary>
    public void Mailed(OutgoingEmailId mail, string secretHash, DateTime now) => (MailId, SecretHash, MailedAt, Mails) = (mail, secretHash, now, Mails + 1);

    public void Acknowledge(DateTime now) => Close(NoticeOutcome.Acknowledged, HelsinkiTime.DayOf(now), now);

    /// <param name="toldOn">Only where it was told in another way.</param>
    public void Settle(NoticeOutcome outcome, DateOnly? toldOn, DateTime now)
    {
        if (outcome == NoticeOutcome.ToldOtherwise && toldOn is null)
            throw new ArgumentException("On which day was it told?", nameof(toldOn));
        Close(outcome, outcome == NoticeOutcome.ToldOtherwise ? toldOn : null, now);
    }

    // What is over names nobody any more.
    private void Close(NoticeOutcome outcome, DateOnly? toldOn, DateTime now)
    {
        if (!IsOpen)
            throw new InvalidOperationException("It is over already.");
        (Outcome, ToldOn, ClosedAt, SecretHash, Person, Reference) = (outcome, toldOn, now, null, null, null);
    }
}

internal sealed class RecipientNoticeMapping : IEntityTypeConfiguration<RecipientNotice>
{
    public void Configure(EntityTypeBuilder<RecipientNotice> builder)
    {
        builder.Property(n => n.RecipientName).HasMaxLength(Recipient.MaxNameLength);
        builder.Property(n => n.Reference).HasMaxLength(Disclosure.LongestReference * 3);
        builder.Property(n => n.Person).HasMaxLength(250);
        builder.Property(n => n.SecretHash).HasMaxLength(64);
        builder.Ignore(n => n.IsOpen);
        builder.Ignore(n => n.Categories);
        builder.HasIndex(n => n.SecretHash).IsUnique();
        builder.HasIndex(n => new { n.CustomerId, n.MadeAt });
        builder.HasIndex(n => n.RecipientId);
        builder.HasIndex(n => n.RequestId);
        builder.HasIndex(n => n.MailId);
        builder.HasIndex(n => n.ClosedAt);
        // Those that are not over: few, whatever the register holds.
        builder.HasIndex(n => n.MadeAt, "IX_RecipientNotices_Open").HasFilter("\"Outcome\" is null");
        builder.HasOne<Customer>().WithMany().HasForeignKey(n => n.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Recipient>().WithMany().HasForeignKey(n => n.RecipientId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(n => n.RequestId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<OutgoingEmail>().WithMany().HasForeignKey(n => n.MailId).OnDelete(DeleteBehavior.SetNull);

        // Of one who goes, a notice of the erasure takes the place of all that were not over; it is nobody's from the beginning.
        builder.HoldsPersonalData(DataCategory.Relationship, RowErasure.Delete, n => n.CustomerId);
        builder.Personal(DataCategory.Relationship, n => n.RecipientName, n => n.Kind, n => n.AsSource, n => n.MadeAt, n => n.Outcome, n => n.ToldOn, n => n.Reference, n => n.Person);
        builder.NotPortable("What the controller told.");
        builder.MayNameOthers(n => n.Reference);
        builder.NamesNobodyElse("Who was told, and of whom.", n => n.RecipientName, n => n.Person);
        builder.Secret(n => n.SecretHash);
        builder.Technical(n => n.Id, n => n.RecipientId, n => n.CustomerId, n => n.RequestId, n => n.CategoryBits, n => n.MailId, n => n.MailedAt, n => n.Mails, n => n.ClosedAt, n => n.Version);
    }
}
