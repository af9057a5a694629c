namespace CustomerRegister.Web.Pages.Staff.Orders;

/// <summary>Texts of the pages of orders.</summary>
public sealed class OrdersTexts;
