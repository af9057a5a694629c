using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.PersonalData;

namespace CustomerRegister.Retention;

/// <summary>What is decided of one category: erased now when no ground keeps it.</summary>
public sealed record CategoryDecision(DataCategory Category, IReadOnlyList<Ground> Grounds)
{
    public bool IsErased => Grounds.Count == 0;
}

/// <summary>The answer, category by category, to: what of this person goes now, and what is kept, on which grounds, until when.</summary>
public sealed record ErasurePlan(CustomerId CustomerId, IReadOnlyList<CategoryDecision> Decisions)
{
    private static readonly DataCategory[] Details = [DataCategory.Name, DataCategory.ContactDetails, DataCategory.Relationship];

    // The read log belongs to the proof, not to the person's data that a plan weighs: see its mapping.
    private static readonly DataCategory[] Erasable = [.. Enum.GetValues<DataCategory>().Where(c => c != DataCategory.AccessLog)];

    public bool ErasesEverything => Decisions.All(d => d.IsErased);

    /// <summary>Whether the person leaves the register; vouchers with their own copy of the buyer may stay their period, and lead to nobody.</summary>
    public bool LeavesNobody => Details.All(category => Erased.Contains(category));

    public IEnumerable<Ground> Grounds => Decisions.SelectMany(d => d.Grounds).Distinct();

    public IEnumerable<DataCategory> Erased => Decisions.Where(d => d.IsErased).Select(d => d.Category);

    /// <summary>The erased categories as bits, the lowest for the first category.</summary>
    public int ErasedBits => Erased.Aggregate(0, (bits, category) => bits | 1 << (int)category);

    public static IEnumerable<DataCategory> CategoriesOf(int bits) => Erasable.Where(c => (bits & 1 << (int)c) != 0);

    /// <summary>Weighs the facts. All grounds are collected, not only the first, and each keeps only what it needs.</summary>
    public static ErasurePlan Of(ErasureFacts facts, DateOnly today, RetentionRules rules)
    {
        var grounds = GroundsOf(facts, today, rules).ToList();
        var stays = grounds.Exists(g => Needs(g.Kind).Contains(DataCategory.ContactDetails));
        if (stays && facts.HasBanInForce)
            grounds.Add(new(GroundKind.Ban, null, null));
        if (stays && facts.ErasureRequest is { } request)
            grounds.Add(new(GroundKind.ErasureUnderWay, null, request));
        return new(facts.CustomerId, [.. Erasable.Select(category =>
            new CategoryDecision(category, [.. grounds.Where(g => Needs(g.Kind).Contains(category))]))]);
    }

    /// <summary>The same plan, but erasing nothing beyond the categories that were approved.</summary>
    /// <param name="approvedBits">Categories as in <see cref="ErasedBits"/>.</param>
    public ErasurePlan LimitedTo(int approvedBits)
    {
        var approved = CategoriesOf(approvedBits).ToHashSet();
        return this with
        {
            Decisions = [.. Decisions.Select(d => d.IsErased && !approved.Contains(d.Category) ? d with { Grounds = [new(GroundKind.NotApproved, null, null)] } : d)],
        };
    }

    /// <summary>The grounds in a stored form without values: <c>ContactPerson:1042;AccountingAct:77@2027-01-01</c>.</summary>
    public string? GroundsText()
    {
        var text = string.Join(';', Grounds.Select(g => FormattableString.Invariant($"{g.Kind}:{g.Reference}{(g.Until is { } until ? $"@{until:yyyy-MM-dd}" : "")}")));
        // A person with a very great number of grounds is kept all the same; the rest of the list is on the live plan.
        return text.Length == 0 ? null : text.Length <= 2000 ? text : text[..text.LastIndexOf(';', 1999)];
    }

    public static IReadOnlyList<Ground> ParseGrounds(string? text) => text is null ? [] :
        [.. text.Split(';').Select(part =>
        {
            var (head, until) = part.Split('@') is [var h, var u] ? (h, DateOnly.ParseExact(u, "yyyy-MM-dd", CultureInfo.InvariantCulture)) : (part, (DateOnly?)null);
            var colon = head.IndexOf(':', StringComparison.Ordinal);
            var reference = head[(colon + 1)..];
            return new Ground(Enum.Parse<GroundKind>(head[..colon]), until, reference.Length == 0 ? null : long.Parse(reference, CultureInfo.InvariantCulture));
        })];

    private static IEnumerable<Ground> GroundsOf(ErasureFacts facts, DateOnly today, RetentionRules rules)
    {
        foreach (var invoice in facts.Invoices)
        {
            if (invoice.State == Orders.InvoiceState.Open)
                yield return new(GroundKind.OpenInvoice, null, invoice.Number);
            if (invoice.State == Orders.InvoiceState.InCollection)
                yield return new(GroundKind.Collection, null, invoice.Number);
            if (rules.VoucherFreeOn(invoice.InvoicedOn) is var until && until > today)
                yield return new(GroundKind.AccountingAct, until, invoice.Number);
        }

        foreach (var role in facts.ContactRoles)
        {
            if (role.To is null || role.To > today)
                yield return new(GroundKind.ContactPerson, role.To, role.OrganisationNumber);
        }

        foreach (var number in facts.OpenRequests)
            yield return new(GroundKind.OpenRequest, null, number);
    }

    private static DataCategory[] Needs(GroundKind kind) => kind switch
    {
        GroundKind.OpenInvoice or GroundKind.Collection => [.. Details, DataCategory.InvoicingDetails],
        GroundKind.AccountingAct => [DataCategory.InvoicingDetails],
        GroundKind.ContactPerson => [.. Details, DataCategory.RepresentedOrganisation],
        // What the person has asked about is not destroyed before the answer.
        GroundKind.OpenRequest => Erasable,
        GroundKind.ErasureUnderWay => [DataCategory.Requests],
        GroundKind.Ban => [DataCategory.ConsentsAndBans],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
