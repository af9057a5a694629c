using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.TargetGroups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Mail;

public readonly record struct OutgoingEmailId(Guid Value) : IEntityKey<OutgoingEmailId>
{
    public static OutgoingEmailId From(Guid value) => new(value);
}

public enum EmailState
{
    Waiting,
    Sent,
    /// <summary>Tried as often as the schedule allows, or refused for good: a person must look.</summary>
    GivenUp,
    /// <summary>Marketing that was not sent, for its reader could no longer be reached for it.</summary>
    Withheld,
}

/// <summary>
/// An e-mail saved in the transaction of what it tells about; a job sends it. The text goes as soon as it is sent, for it may
/// hold a sign-in link. Subjects carry no personal values.
/// </summary>
public sealed class OutgoingEmail
{
    private OutgoingEmail() { }

    public OutgoingEmailId Id { get; private set; }
    public CustomerId? CustomerId { get; private set; }
    /// <summary>The request that it tells about, on which a mail that never came is shown; null for all else.</summary>
    public RequestId? RequestId { get; private set; }
    public string? Recipient { get; private set; }
    public string Subject { get; private set; } = "";
    public string? Body { get; private set; }
    public Language Language { get; private set; }
    public EmailState State { get; private set; }
    public int Attempts { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime NextAttemptAt { get; private set; }
    public DateTime? SentAt { get; private set; }
    /// <summary>The transport's status code of the last failure, never its words: servers quote addresses.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Whether the address is forgotten with the last attempt, for it is no longer in the register.</summary>
    public bool IsFarewell { get; private set; }

    /// <summary>What it is a copy of where it went to a target group; null for every other mail.</summary>
    public MarketingMailId? MarketingMailId { get; private set; }

    /// <summary>Whether it may wait behind every mail that somebody waits for.</summary>
    public bool IsMarketing { get; private set; }

    /// <summary>The link by which the reader of marketing forbids it; gone with the text. Its hash is kept apart: see <see cref="UnsubscribeLink"/>.</summary>
    public string? Unsubscribe { get; private set; }

    /// <summary>A mail to one of a target group.</summary>
    /// <param name="unsubscribe">The address of the link in it.</param>
    public static OutgoingEmail Marketing(EmailAddress recipient, CustomerId customer, MarketingMail mail, string body, string unsubscribe, TimeProvider clock)
    {
        var copy = To(recipient, customer, mail.Language, mail.Subject, body, clock);
        (copy.MarketingMailId, copy.IsMarketing, copy.Unsubscribe) = (mail.Id, true, unsubscribe);
        return copy;
    }

    /// <summary>The last mail to somebody who is erased: it leads to nobody, and once it is sent or given up the address goes too.</summary>
    public static OutgoingEmail Farewell(EmailAddress recipient, Language language, string subject, string body, TimeProvider clock)
    {
        var mail = To(recipient, null, language, subject, body, clock);
        mail.IsFarewell = true;
        return mail;
    }

    /// <summary>It goes to an address that is no longer the customer's, and is the last that knows it.</summary>
    public OutgoingEmail ToFormerAddress()
    {
        IsFarewell = true;
        return this;
    }

    public static OutgoingEmail To(EmailAddress recipient, CustomerId? customer, Language language, string subject, string body, TimeProvider clock) => new()
    {
        Id = EntityKey.New<OutgoingEmailId>(clock),
        CustomerId = customer,
        Recipient = recipient.ToString(),
        Subject = subject,
        Body = body,
        Language = language,
        CreatedAt = clock.Now(),
        NextAttemptAt = clock.Now(),
    };

    /// <summary>Makes it a step of a request: whether it came is seen there.</summary>
    public OutgoingEmail About(RequestId request)
    {
        RequestId = request;
        return this;
    }

    /// <summary>Counts an attempt before it is made, so that a crash in the middle cannot send without end.</summary>
    public void BeginAttempt(DateTime now)
    {
        Attempts++;
        NextAttemptAt = now + Backoff(Attempts);
    }

    public void Succeeded(DateTime now) => (State, SentAt, Body, Unsubscribe, Recipient, LastFailure) = (EmailState.Sent, now, null, null, null, null);

    /// <summary>It is not sent, and nothing is kept of it but that.</summary>
    public void Withhold() => (State, Body, Unsubscribe, Recipient) = (EmailState.Withheld, null, null, null);

    public void Failed(string code, bool forGood)
    {
        LastFailure = code;
        if (forGood || Attempts >= MostAttempts)
            (State, Body, Unsubscribe, Recipient) = (EmailState.GivenUp, null, null, IsFarewell ? null : Recipient);
    }

    public const int MostAttempts = 8;

    /// <summary>1, 2, 4 … minutes, at most six hours.</summary>
    private static TimeSpan Backoff(int attempts) => TimeSpan.FromMinutes(Math.Min(360, Math.Pow(2, attempts - 1)));
}

internal sealed class OutgoingEmailMapping : IEntityTypeConfiguration<OutgoingEmail>
{
    public void Configure(EntityTypeBuilder<OutgoingEmail> builder)
    {
        builder.Property(m => m.Recipient).HasMaxLength(254);
        builder.Property(m => m.Subject).HasMaxLength(200);
        builder.Property(m => m.LastFailure).HasMaxLength(60);
        builder.Property(m => m.Unsubscribe).HasMaxLength(500);
        builder.HasIndex(m => new { m.State, m.IsMarketing, m.NextAttemptAt });
        builder.HasIndex(m => new { m.MarketingMailId, m.State }).HasFilter("\"MarketingMailId\" is not null");
        builder.HasOne<MarketingMail>().WithMany().HasForeignKey(m => m.MarketingMailId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(m => m.RequestId);
        builder.HasOne<Customer>().WithMany().HasForeignKey(m => m.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.NeedsNoAudit("The use case that the mail tells about is audited; sending it changes nobody's data.");

        builder.HoldsPersonalData(DataCategory.Messages, RowErasure.Delete, m => m.CustomerId);
        builder.Personal(DataCategory.Messages, m => m.Recipient, m => m.Subject, m => m.Language, m => m.CreatedAt, m => m.SentAt, m => m.State);
        builder.NotPortable("What the controller told.");
        builder.NamesNobodyElse("Subjects without anybody's data.");
        // A waiting mail may hold a sign-in link: it is erased, but never shown again.
        builder.Secret(m => m.Body, m => m.Unsubscribe);
        builder.Technical(m => m.Id, m => m.CustomerId, m => m.RequestId, m => m.Attempts, m => m.NextAttemptAt, m => m.LastFailure, m => m.IsFarewell, m => m.MarketingMailId, m => m.IsMarketing);
    }
}
