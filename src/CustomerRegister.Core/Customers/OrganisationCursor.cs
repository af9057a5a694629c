namespace CustomerRegister.Customers;

/// <summary>A place in the list of organisations by name: before or after this one.</summary>
public sealed record OrganisationCursor(string SortName, long Number, bool Backwards);
