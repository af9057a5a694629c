namespace CustomerRegister.Customers;

/// <summary>Kinds of source that the privacy notice names (N13, N14).</summary>
public enum SourceKind
{
    DataSubject,
    Controller,
    Authority,
    UpdateService,
    Subcontractor,
    Partner,
}

/// <summary>Where a group of values came from, and on which day (GDPR Art. 14(2)(f), 15(1)(g)).</summary>
/// <param name="Name">The source's own name, such as a company or a file; null where the kind says it all.</param>
public sealed record Provenance(SourceKind Kind, string? Name, DateOnly On);
