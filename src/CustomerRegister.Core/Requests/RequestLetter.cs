using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Rectification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct RequestLetterId(Guid Value) : IEntityKey<RequestLetterId>
{
    public static RequestLetterId From(Guid value) => new(value);
}

/// <summary>A letter as it was written to the person: its words are kept, whatever becomes of the templates. The address is not: it is looked up when it is printed.</summary>
public sealed class RequestLetter
{
    private RequestLetter() { }

    public RequestLetterId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public Language Language { get; private set; }
    public string Title { get; private set; } = "";
    /// <summary>Paragraphs, with an empty line between them.</summary>
    public string Body { get; private set; } = "";
    public DateTime WrittenAt { get; private set; }

    public static RequestLetter Of(RequestId request, Language language, LetterText text, TimeProvider clock) => new()
    {
        Id = EntityKey.New<RequestLetterId>(clock),
        RequestId = request,
        Language = language,
        Title = text.Title,
        Body = string.Join("\n\n", text.Paragraphs),
        WrittenAt = clock.Now(),
    };

    public IReadOnlyList<string> Paragraphs => Body.Split("\n\n");

    /// <summary>For those who may not see where the person lives; never saved.</summary>
    /// <param name="items">What the request asked to be corrected.</param>
    internal void HideAddress(IEnumerable<RectificationItem> items) => Body = DecidedItems.WithoutAddress(Body, items);
}

internal sealed class RequestLetterMapping : IEntityTypeConfiguration<RequestLetter>
{
    public void Configure(EntityTypeBuilder<RequestLetter> builder)
    {
        builder.ToTable("RequestLetters");
        builder.Property(l => l.Title).HasMaxLength(200);
        builder.HasIndex(l => l.RequestId);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(l => l.RequestId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(l => l.Paragraphs);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, l => l.RequestId);
        builder.Personal(DataCategory.Requests, l => l.Title, l => l.Body, l => l.WrittenAt, l => l.Language);
        builder.NotPortable("What the controller told.");
        builder.MayNameOthers(l => l.Body);
        builder.NamesNobodyElse("Words of a template.", l => l.Title);
        builder.Technical(l => l.Id, l => l.RequestId);
    }
}
