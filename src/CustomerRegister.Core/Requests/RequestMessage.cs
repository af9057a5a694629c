using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

public readonly record struct RequestMessageId(Guid Value) : IEntityKey<RequestMessageId>
{
    public static RequestMessageId From(Guid value) => new(value);
}

/// <summary>What one side writes to the other about a request, beside the request's own words.</summary>
public sealed class RequestMessage
{
    public const int Longest = 4000;

    private RequestMessage() { }

    public RequestMessageId Id { get; private set; }
    public RequestId RequestId { get; private set; }
    public RequestSide From { get; private set; }
    public string Text { get; private set; } = "";
    public DateTime At { get; private set; }
    /// <summary>How it came, where staff wrote it down.</summary>
    public Channel? Channel { get; private set; }
    /// <summary>The day on which it came, where staff wrote it down: <see cref="At"/> is when they did.</summary>
    public DateOnly? CameOn { get; private set; }

    /// <param name="at">Null for now.</param>
    public static RequestMessage Of(RequestId request, RequestSide from, string text, TimeProvider clock, CameBy? came = null, DateTime? at = null) => new()
    {
        Id = EntityKey.New<RequestMessageId>(clock),
        RequestId = request,
        From = from,
        Text = text.Trim(),
        At = at ?? clock.Now(),
        Channel = came?.Channel,
        CameOn = came?.On,
    };
}

internal sealed class RequestMessageMapping : IEntityTypeConfiguration<RequestMessage>
{
    public void Configure(EntityTypeBuilder<RequestMessage> builder)
    {
        builder.ToTable("RequestMessages");
        builder.Property(m => m.Text).HasMaxLength(RequestMessage.Longest);
        builder.HasIndex(m => m.RequestId);
        builder.HasOne<DataSubjectRequest>().WithMany().HasForeignKey(m => m.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Delete, m => m.RequestId);
        builder.Personal(DataCategory.Requests, m => m.Text, m => m.From, m => m.At, m => m.Channel, m => m.CameOn);
        builder.NotPortable("Both sides' words about a request, which itself goes along.");
        builder.MayNameOthersWhere(m => m.From, RequestSide.Controller, m => m.Text);
        builder.Technical(m => m.Id, m => m.RequestId);
    }
}
