using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PaperRecords;
using CustomerRegister.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace CustomerRegister.Tests.PaperRecords;

/// <summary>What a paper record may become.</summary>
[Clause("N21")]
public sealed class PaperRecord_tests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("P-00042", 42)]
    [InlineData(" p-00042 ", 42)]
    [InlineData("P42", 42)]
    [InlineData("42", 42)]
    [InlineData("P-123456", 123456)]
    public void Label_is_read_as_people_type_it(string typed, long number) => Assert.Equal(number, PaperRecord.NumberOf(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("P-")]
    [InlineData("Virtanen")]
    [InlineData("-42")]
    [InlineData("99999999999999999999")]
    public void What_is_no_label_is_nobodys(string? typed) => Assert.Null(PaperRecord.NumberOf(typed));

    [Fact]
    public void Paper_that_is_given_up_keeps_its_label_only_and_is_destroyed_once()
    {
        var paper = Paper();
        Assert.Equal((PaperState.Kept, "P-00042"), (paper.State, paper.Label));
        Assert.Throws<InvalidOperationException>(() => paper.ConfirmDestruction(Clock.Today(), Guid.CreateVersion7()));

        paper.GiveUp(Clock.Now());

        Assert.Equal((PaperState.ToShred, null, null, "P-00042"), (paper.State, paper.CustomerId, paper.Description, paper.Label));
        Assert.Throws<InvalidOperationException>(() => paper.Change(PaperKind.Letter, "x", paper.PlaceId, paper.KeptSince));
        var by = Guid.CreateVersion7();
        paper.ConfirmDestruction(Clock.Today(), by);
        Assert.Equal((PaperState.Destroyed, Clock.Today(), by), (paper.State, paper.DestroyedOn, paper.DestroyedBy));
        Assert.Throws<InvalidOperationException>(() => paper.ConfirmDestruction(Clock.Today(), by));
    }

    private static PaperRecord Paper() => PaperRecord.Keep(
        EntityKey.New<PaperRecordId>(Clock), 42, EntityKey.New<CustomerId>(Clock), PaperKind.EventContact, "Messut", EntityKey.New<PaperPlaceId>(Clock), Clock.Today());
}
