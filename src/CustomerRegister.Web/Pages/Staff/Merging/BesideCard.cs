using CustomerRegister.Merging;

namespace CustomerRegister.Web.Pages.Staff.Merging;

/// <summary>What a customer's card tells of duplicates and merges.</summary>
/// <param name="Home">The address of the card.</param>
public sealed record BesideCard(string Home, IReadOnlyList<DuplicateCandidate> Candidates, IReadOnlyList<MergeRow> Merges, bool MayEdit);
