using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Restrictions;

public readonly record struct RestrictionId(Guid Value) : IEntityKey<RestrictionId>
{
    public static RestrictionId From(Guid value) => new(value);
}

/// <summary>Why processing is restricted: GDPR Art. 18(1)(a) to (d).</summary>
public enum RestrictionReason
{
    AccuracyContested,
    UnlawfulButKept,
    NeededForLegalClaim,
    ObjectionPending,
    /// <summary>The person asked for it, and the request was granted.</summary>
    OnRequest,
}

/// <summary>How the person is told that a restriction is about to be lifted.</summary>
public enum RestrictionNotice
{
    Email,
    Letter,
    /// <summary>On the page on which the person took back the request that had caused it.</summary>
    Withdrawal,
}

/// <summary>
/// A customer's data is stored but not used (N39; GDPR Art. 18). Each restriction is lifted by itself, and only after the person has been told (Art. 18(3));
/// while one is in force the customer is restricted.
/// </summary>
public sealed class Restriction : IVersioned
{
    /// <summary>In characters.</summary>
    public const int LongestWords = 2000;

    private Restriction() { }

    public RestrictionId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    /// <summary>The request by which it came; null where it came otherwise.</summary>
    public RequestId? RequestId { get; private set; }
    public RestrictionReason Reason { get; private set; }
    public DateTime Since { get; private set; }
    /// <summary>Why it is about to be lifted, as the person is told.</summary>
    public string? NoticeWords { get; private set; }
    public RestrictionNotice? NoticeBy { get; private set; }
    public OutgoingEmailId? NoticeMailId { get; private set; }
    /// <summary>The day on which the letter was posted; null for a mail, which knows itself when it left.</summary>
    public DateOnly? LetterPostedOn { get; private set; }
    public DateTime? LiftedAt { get; private set; }
    public long Version { get; set; }

    public bool IsInForce => LiftedAt is null;

    public static Restriction Place(CustomerId customer, RestrictionReason reason, RequestId? request, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RestrictionId>(clock),
        CustomerId = customer,
        RequestId = request,
        Reason = reason,
        Since = clock.Now(),
    };

    /// <summary>The person is told by mail that it will be lifted, and why. Telling again replaces what was told.</summary>
    public void TellByMail(OutgoingEmailId mail, string words) => Tell(RestrictionNotice.Email, mail, null, words);

    /// <summary>The person is told by letter that it will be lifted, and why.</summary>
    public void TellByLetter(DateOnly postedOn, string words) => Tell(RestrictionNotice.Letter, null, postedOn, words);

    /// <param name="mail">How the mail about it stands; null where there is none.</param>
    public bool IsTold(EmailState? mail) => NoticeBy switch
    {
        RestrictionNotice.Email => mail == EmailState.Sent,
        RestrictionNotice.Letter => LetterPostedOn is not null,
        RestrictionNotice.Withdrawal => true,
        _ => false,
    };

    public void Lift(EmailState? mail, DateTime now)
    {
        Require(IsInForce, "It is lifted once.");
        Require(IsTold(mail), "The person is told before it is lifted.");
        LiftedAt = now;
    }

    /// <summary>The person takes back the request that alone had caused it, on a page that says that it ends with it.</summary>
    public void EndWithRequest(DateTime now)
    {
        Require(IsInForce, "It is lifted once.");
        (NoticeBy, NoticeMailId, LetterPostedOn, NoticeWords) = (RestrictionNotice.Withdrawal, null, null, null);
        Lift(null, now);
    }

    /// <summary>Another request for the same goes on: it stays with that one.</summary>
    public void GoOnWith(RequestId request) => RequestId = request;

    private void Tell(RestrictionNotice by, OutgoingEmailId? mail, DateOnly? postedOn, string words)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        Require(IsInForce, "Nothing is told about what is lifted.");
        (NoticeBy, NoticeMailId, LetterPostedOn, NoticeWords) = (by, mail, postedOn, words.Trim());
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}

internal sealed class RestrictionMapping : IEntityTypeConfiguration<Restriction>
{
    public void Configure(EntityTypeBuilder<Restriction> builder)
    {
        builder.Property(r => r.NoticeWords).HasMaxLength(Restriction.LongestWords);
        builder.Ignore(r => r.IsInForce);
        builder.HasIndex(r => new { r.CustomerId, r.LiftedAt });
        builder.HasIndex(r => r.RequestId);
        builder.HasIndex(r => r.NoticeMailId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(r => r.RequestId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<OutgoingEmail>().WithMany().HasForeignKey(r => r.NoticeMailId).OnDelete(DeleteBehavior.SetNull);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, r => r.CustomerId);
        builder.Personal(DataCategory.Requests, r => r.Reason, r => r.Since, r => r.NoticeWords, r => r.NoticeBy, r => r.LetterPostedOn, r => r.LiftedAt);
        builder.NotPortable("The controller's own handling of a right.");
        builder.MayNameOthers(r => r.NoticeWords);
        builder.Technical(r => r.Id, r => r.CustomerId, r => r.RequestId, r => r.NoticeMailId, r => r.Version);
    }
}
