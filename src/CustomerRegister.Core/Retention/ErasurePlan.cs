using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Orders;
using CustomerRegister.PersonalData;

namespace CustomerRegister.Retention;

/// <summary>The answer, category by category, to: what of this person goes now, and what is kept, on which grounds, until when.</summary>
public sealed record ErasurePlan(CustomerId CustomerId, IReadOnlyList<CategoryDecision> Decisions)
{
    private const int LongestStoredGrounds = 2000;

    private static readonly DataCategory[] Details = [DataCategory.Name, DataCategory.ContactDetails, DataCategory.Relationship];

    // The read log belongs to the proof, not to the person's data that a plan weighs: see its mapping.
    private static readonly DataCategory[] Erasable = [.. Enum.GetValues<DataCategory>().Where(c => c != DataCategory.AccessLog)];

    private static readonly Dictionary<DataCategory, ErasedParts> PartOf = new()
    {
        [DataCategory.ContactDetails] = ErasedParts.OwnAddresses,
        [DataCategory.InvoicingDetails] = ErasedParts.FreeInvoices,
        [DataCategory.RepresentedOrganisation] = ErasedParts.EndedRoles,
        [DataCategory.Requests] = ErasedParts.OtherRequests,
        [DataCategory.ConsentsAndBans] = ErasedParts.Consents,
        [DataCategory.Notes] = ErasedParts.OtherNotes,
    };

    // Set only while there are such rows, which are gone afterwards: what they say is never done already.
    private const ErasedParts Counted = ErasedParts.FreeInvoices | ErasedParts.EndedRoles | ErasedParts.OwnAddresses;

    // Most of those whose time is over have nothing that a ground could be: one plan does for all of them.
    private static readonly CategoryDecision[] Everything = [.. Erasable.Select(category => new CategoryDecision(category, []))];
    private static readonly int EverythingBits = Erasable.Aggregate(0, (bits, category) => bits | 1 << (int)category);

    /// <summary>The numbers of the invoices that grounds keep; the others go, unless a ground keeps the whole category.</summary>
    public IReadOnlyList<long> KeptInvoices { get; private init; } = [];

    /// <summary>The numbers of the requests that are kept while the others go.</summary>
    public IReadOnlyList<long> KeptRequests { get; private init; } = [];

    public bool ErasesEverything => Decisions.All(d => d.IsErased);

    /// <summary>Whether the person leaves the register; vouchers with their own copy of the buyer may stay their period, and lead to nobody.</summary>
    public bool LeavesNobody => LeavesNobodyBy(ErasedBits);

    public IEnumerable<Ground> Grounds => Decisions.SelectMany(d => d.Grounds).Distinct();

    /// <summary>The categories that go altogether.</summary>
    public IEnumerable<DataCategory> Erased => Decisions.Where(d => d.IsErased).Select(d => d.Category);

    /// <summary>The rows that go of the categories that do not go altogether.</summary>
    public ErasedParts Parts => Decisions.Where(d => d.InPart).Aggregate(ErasedParts.None, (parts, d) => parts | PartOf[d.Category]);

    /// <summary>The erased categories as bits, the lowest for the first category, and the <see cref="Parts"/>.</summary>
    public int ErasedBits => ReferenceEquals(Decisions, Everything) ? EverythingBits : Erased.Aggregate((int)Parts, (bits, category) => bits | 1 << (int)category);

    /// <summary>Whether erasing these, as in <see cref="ErasedBits"/>, takes the person out of the register.</summary>
    public static bool LeavesNobodyBy(int bits) => Details.All(category => (bits & 1 << (int)category) != 0);

    public static IEnumerable<DataCategory> CategoriesOf(int bits) => Erasable.Where(c => (bits & 1 << (int)c) != 0);

    /// <summary>The categories of which at least some rows go.</summary>
    public static IEnumerable<DataCategory> CategoriesTouchedBy(int bits) =>
        Erasable.Where(c => (bits & 1 << (int)c) != 0 || (PartOf.TryGetValue(c, out var part) && ((ErasedParts)bits).HasFlag(part)));

    /// <summary>Whether something goes that has not gone yet.</summary>
    /// <param name="doneBits">What has been erased of the person, as in <see cref="ErasedBits"/>.</param>
    public bool ErasesBeyond(int doneBits) => (ErasedBits & ~(doneBits & ~(int)Counted)) != 0;

    /// <summary>Weighs the facts. All grounds are collected, not only the first, and each keeps only what it needs: of invoices, roles, addresses, requests and choices only the rows.</summary>
    public static ErasurePlan Of(ErasureFacts facts, DateOnly today, RetentionRules rules)
    {
        var grounds = GroundsOf(facts, today, rules).ToList();
        if (grounds.Count == 0)
            return new(facts.CustomerId, Everything);
        var stays = grounds.Exists(g => Needs(g).Contains(DataCategory.ContactDetails));
        if (stays && facts.HasBanInForce)
            grounds.Add(new(GroundKind.Ban, null, null));
        if (stays && facts.ErasureRequest is { } request)
            grounds.Add(new(GroundKind.ErasureUnderWay, null, request));
        var kept = grounds.Where(g => IsAboutInvoice(g.Kind)).Select(g => g.Reference!.Value).ToHashSet();
        return new(facts.CustomerId, [.. Erasable.Select(Decide)])
        {
            KeptInvoices = [.. facts.Invoices.Select(i => i.Number).Where(kept.Contains).Distinct()],
            KeptRequests = stays && facts.ErasureRequest is { } under ? [under] : [],
        };

        CategoryDecision Decide(DataCategory category)
        {
            List<Ground> needing = [.. grounds.Where(g => Needs(g).Contains(category))];
            return new(category, needing, needing.Count > 0 && needing.TrueForAll(g => !KeepsAllOf(g, category)) && HasOthers(category));
        }

        // Whether there are rows, or may be, that no ground of the kinds that name theirs needs.
        bool HasOthers(DataCategory category) => category switch
        {
            DataCategory.ContactDetails => facts.HasAddresses && !NeedAddress(grounds, facts, today),
            DataCategory.InvoicingDetails => facts.Invoices.Any(i => !kept.Contains(i.Number)),
            DataCategory.RepresentedOrganisation => facts.ContactRoles.Any(r => !IsHeld(r, today)),
            DataCategory.Requests or DataCategory.ConsentsAndBans or DataCategory.Notes => true,
            _ => false,
        };
    }

    /// <summary>The grounds on which nothing at all of a category is destroyed, old records neither.</summary>
    public static IReadOnlyList<Ground> KeepingAllOf(DataCategory category, ErasureFacts facts, DateOnly today, RetentionRules rules) =>
        [.. GroundsOf(facts, today, rules).Where(g => Needs(g).Contains(category) && KeepsAllOf(g, category))];

    /// <summary>The same plan, but erasing nothing beyond what was approved.</summary>
    /// <param name="approvedBits">As in <see cref="ErasedBits"/>.</param>
    /// <param name="foreseen">The grounds that were known at the approval: what they kept then is kept.</param>
    public ErasurePlan LimitedTo(int approvedBits, IReadOnlyList<Ground> foreseen)
    {
        if ((approvedBits & EverythingBits) == EverythingBits)
            return this;
        var approved = CategoriesOf(approvedBits).ToHashSet();
        var inForce = Grounds.ToHashSet();
        var heldThen = foreseen.Any(g => g.Kind == GroundKind.ContactPerson && !inForce.Any(now => now.Kind == g.Kind && now.Reference == g.Reference));
        var limited = this with
        {
            Decisions = [.. Decisions.Select(Limit)],
            // Where only some invoices were to go, those that had a ground then are kept.
            KeptInvoices = approved.Contains(DataCategory.InvoicingDetails) ? KeptInvoices
                : [.. KeptInvoices.Concat(foreseen.Where(g => IsAboutInvoice(g.Kind)).Select(g => g.Reference!.Value)).Distinct()],
        };
        return limited;

        CategoryDecision Limit(CategoryDecision decision)
        {
            if (approved.Contains(decision.Category))
                return decision;
            var someRows = PartOf.TryGetValue(decision.Category, out var part) && ((ErasedParts)approvedBits).HasFlag(part)
                && !(part == ErasedParts.EndedRoles && heldThen)
                // Requests and choices are not named one by one: what was to be kept of them then cannot be told from the rest.
                && (decision.InPart || part == ErasedParts.FreeInvoices);
            return decision.IsErased ? new(decision.Category, [new(GroundKind.NotApproved, null, null)], someRows)
                : decision with { InPart = decision.InPart && someRows };
        }
    }

    /// <summary>The grounds in a stored form without values: <c>ContactPerson:1042;AccountingAct:77@2027-01-01;LegalHold:3~2026-12-31</c>; with the categories of a hold that does not keep all, <c>LegalHold:3+64~2026-12-31</c>.</summary>
    public string? GroundsText() => TextOf(Grounds);

    /// <inheritdoc cref="GroundsText()"/>
    public static string? TextOf(IEnumerable<Ground> grounds)
    {
        var text = string.Join(';', grounds.Select(g => FormattableString.Invariant(
            $"{g.Kind}:{g.Reference}{(g.KeptCategories == 0 ? "" : "+")}{(g.KeptCategories == 0 ? null : g.KeptCategories)}{(g.Until is { } until ? $"@{until:yyyy-MM-dd}" : "")}{(g.ReviewOn is { } review ? $"~{review:yyyy-MM-dd}" : "")}")));
        // A person with a very great number of grounds is kept all the same; the rest of the list is on the live plan.
        return text.Length == 0 ? null : text.Length <= LongestStoredGrounds ? text : text[..text.LastIndexOf(';', LongestStoredGrounds - 1)];
    }

    /// <summary>Whether stored grounds may be only the first of very many: see <see cref="GroundsText"/>.</summary>
    public static bool MayBeCut(string? text) => text?.Length > LongestStoredGrounds - 100;

    public static IReadOnlyList<Ground> ParseGrounds(string? text) => text is null ? [] :
        [.. text.Split(';').Select(part =>
        {
            var (rest, review) = SplitDay(part, '~');
            var (head, until) = SplitDay(rest, '@');
            var colon = head.IndexOf(':', StringComparison.Ordinal);
            var (reference, kept) = head[(colon + 1)..].Split('+') is [var before, var bits] ? (before, int.Parse(bits, CultureInfo.InvariantCulture)) : (head[(colon + 1)..], 0);
            return new Ground(Enum.Parse<GroundKind>(head[..colon]), until, reference.Length == 0 ? null : long.Parse(reference, CultureInfo.InvariantCulture)) { ReviewOn = review, KeptCategories = kept };
        })];

    private static (string Before, DateOnly? Day) SplitDay(string text, char mark) =>
        text.Split(mark) is [var before, var day] ? (before, DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)) : (text, null);

    private static IEnumerable<Ground> GroundsOf(ErasureFacts facts, DateOnly today, RetentionRules rules)
    {
        foreach (var invoice in facts.Invoices)
        {
            if (invoice.State == InvoiceState.Open)
                yield return new(GroundKind.OpenInvoice, null, invoice.Number);
            if (invoice.State == InvoiceState.InCollection)
                yield return new(GroundKind.Collection, null, invoice.Number);
            if (rules.VoucherFreeOn(invoice.InvoicedOn) is var until && until > today)
                yield return new(GroundKind.AccountingAct, until, invoice.Number);
        }

        foreach (var role in facts.ContactRoles.Where(r => IsHeld(r, today)))
            yield return new(GroundKind.ContactPerson, role.To, role.OrganisationNumber);
        foreach (var number in facts.OpenRequests)
            yield return new(GroundKind.OpenRequest, null, number);
        foreach (var hold in facts.Holds)
            yield return new(GroundKind.LegalHold, null, hold.Number) { ReviewOn = hold.ReviewOn, KeptCategories = hold.KeptCategories };
        foreach (var number in facts.Restrictions)
            yield return new(GroundKind.Restriction, null, number);
    }

    // A role that is yet to begin needs the person as one that is held does.
    private static bool IsHeld(ContactRoleFact role, DateOnly today) => role.To is null || role.To > today;

    // A debtor is written to at home; a contact person at the organisation's address, where it has one.
    private static bool NeedAddress(List<Ground> grounds, ErasureFacts facts, DateOnly today) =>
        grounds.Exists(g => g.Kind is GroundKind.OpenInvoice or GroundKind.Collection) || facts.ContactRoles.Any(r => IsHeld(r, today) && !r.OrganisationHasAddress);

    private static bool IsAboutInvoice(GroundKind kind) => kind is GroundKind.OpenInvoice or GroundKind.Collection or GroundKind.AccountingAct;

    /// <summary>Whether the ground keeps every row of a category that it needs, and not only its own.</summary>
    private static bool KeepsAllOf(Ground ground, DataCategory category) => ground.Kind switch
    {
        // The hold's own words are among the notes.
        GroundKind.LegalHold => ground.KeptCategories == 0 || category != DataCategory.Notes || (ground.KeptCategories & 1 << (int)DataCategory.Notes) != 0,
        GroundKind.OpenRequest or GroundKind.Restriction or GroundKind.NotApproved => true,
        _ => false,
    };

    private static DataCategory[] Needs(Ground ground) => ground.Kind switch
    {
        GroundKind.LegalHold when ground.KeptCategories != 0 => [.. Details, DataCategory.Notes, .. CategoriesOf(ground.KeptCategories)],
        GroundKind.OpenInvoice or GroundKind.Collection => [.. Details, DataCategory.InvoicingDetails],
        GroundKind.AccountingAct => [DataCategory.InvoicingDetails],
        GroundKind.ContactPerson => [.. Details, DataCategory.RepresentedOrganisation],
        // What the person has asked about is not destroyed before the answer, nor what is disputed before the dispute is over.
        GroundKind.OpenRequest or GroundKind.LegalHold or GroundKind.Restriction => Erasable,
        GroundKind.ErasureUnderWay => [DataCategory.Requests],
        GroundKind.Ban => [DataCategory.ConsentsAndBans],
        _ => throw new ArgumentOutOfRangeException(nameof(ground), ground.Kind, null),
    };
}
