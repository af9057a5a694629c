using CustomerRegister.Orders;
using CustomerRegister.Web.Pages.Shared.TagHelpers;

namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>The colour of an order's state.</summary>
public static class OrderLook
{
    public static Meaning Of(OrderState state) => state switch
    {
        OrderState.Open => Meaning.Info,
        OrderState.Delivered => Meaning.Good,
        _ => Meaning.Neutral,
    };
}
