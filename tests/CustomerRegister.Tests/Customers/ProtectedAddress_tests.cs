using CustomerRegister.Audit;
using CustomerRegister.Customers;

namespace CustomerRegister.Tests.Customers;

public sealed class ProtectedAddress_tests
{
    private static readonly CustomerId Aino = new(Guid.Parse("01890000-0000-7000-8000-00000000000a"));
    private static readonly Guid Somebody = Guid.Parse("01890000-0000-7000-8000-00000000000b");

    public static TheoryData<ActorKind, bool, bool, int?> Everybody() => new(
        from kind in Enum.GetValues<ActorKind>()
        from isAino in new[] { true, false }
        from permitted in new[] { true, false }
        from daysLeft in new int?[] { null, -4000, -1, 0, 1, 4000 }
        select (kind, isAino, permitted, daysLeft));

    [Theory]
    [MemberData(nameof(Everybody))]
    public void A_protected_address_is_hidden_from_all_but_the_person_and_those_permitted_however_old_the_protection_is(ActorKind kind, bool isAino, bool permitted, int? daysLeft)
    {
        var actor = new Actor(kind, isAino ? Aino.Value : Somebody, "CustomerService", "customer-care") { SeesProtectedAddresses = permitted };
        var until = daysLeft is { } days ? new DateOnly(2026, 11, 22).AddDays(days) : (DateOnly?)null;

        var hidden = ProtectedAddress.IsHiddenFrom(actor, Aino, until);

        Assert.Equal(until is not null && !permitted && !(kind == ActorKind.Customer && isAino), hidden);
    }

    [Fact]
    public void Staff_who_happen_to_have_the_customers_key_are_not_the_customer() =>
        Assert.True(ProtectedAddress.IsHiddenFrom(new Actor(ActorKind.Staff, Aino.Value, "CustomerService", "customer-care"), Aino, new DateOnly(2030, 1, 1)));
}
