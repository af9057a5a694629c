namespace CustomerRegister.Web.Localization;

/// <summary>Names of the values of the register's enums; the key is <c>EnumType.Value</c>.</summary>
public sealed class TermTexts;
