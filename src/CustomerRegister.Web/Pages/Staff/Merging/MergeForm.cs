using CustomerRegister.Customers;
using CustomerRegister.Merging;

namespace CustomerRegister.Web.Pages.Staff.Merging;

/// <summary>What is kept of which customer.</summary>
public sealed class MergeForm
{
    public long KeptVersion { get; set; }

    public long GoneVersion { get; set; }

    public MergeSide Name { get; set; }

    public MergeSide Language { get; set; }

    public MergeSide Email { get; set; }

    public MergeSide Website { get; set; }

    public MergeSide EInvoice { get; set; }

    public MergeSide Note { get; set; }

    public List<Guid> Phones { get; set; } = [];

    public List<Guid> Addresses { get; set; } = [];

    /// <summary>Suggests to keep what the kept customer has, to take what that one lacks, and nothing twice.</summary>
    public static MergeForm Suggest(Customer kept, Customer gone)
    {
        static MergeSide Unless(object? known) => known is null ? MergeSide.Gone : MergeSide.Kept;
        return new()
        {
            KeptVersion = kept.Version,
            GoneVersion = gone.Version,
            Email = Unless(kept.Email),
            Website = Unless(kept.Website),
            EInvoice = Unless(kept.EInvoice),
            Note = Unless(kept.Note),
            Phones = [.. kept.Phones.Concat(gone.Phones).DistinctBy(p => p.Number).Select(p => p.Id.Value)],
            Addresses = [.. kept.Addresses.Concat(gone.Addresses).DistinctBy(a => (a.Kind, a.Address)).Select(a => a.Id.Value)],
        };
    }

    public MergeChoices Choices => new(Name, Language, Email, Website, EInvoice, Note,
        [.. Phones.Select(p => new CustomerPhoneId(p))], [.. Addresses.Select(a => new CustomerAddressId(a))]);
}
