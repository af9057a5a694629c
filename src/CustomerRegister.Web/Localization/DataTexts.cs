namespace CustomerRegister.Web.Localization;

/// <summary>Names of what the personal data map reports: a table's key, or a table's and a column's, <c>customerAddress.address.street</c>.</summary>
public sealed class DataTexts;
