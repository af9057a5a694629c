using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.BrowserTests.EveryPage;

/// <summary>People and organisations, and two who were one.</summary>
internal sealed class CustomersArranged(TestApp app) : Arrangement(app)
{
    /// <param name="everything">Somebody of whom there is something everywhere.</param>
    public async Task<IReadOnlyList<string>> Addresses(CustomerId everything)
    {
        var (organisation, contact) = await Given.OrganisationWithContactPerson();
        var role = contact.ContactRoles.Single().Id.Value;
        var left = await Given.Customer("Eino", "Laine", until: new DateOnly(2020, 5, 31));
        var hidden = await Given.Customer("Salli", "Suoja");
        await Done((ProtectAddress protect) => protect.Run(new(hidden.Id, Today.AddYears(-1), Today.AddYears(4), SourceKind.Authority, "DVV"), Arranging, default));
        var (one, other) = (await Given.Customer("Liisa", "Lindström"), await Given.Customer("Liisa", "Lindstrom"));
        var (kept, gone) = (await Given.Customer("Kaija", "Kivi"), await Given.Customer("Kaija", "Kivi"));
        var choices = new MergeChoices(MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, [], []);
        var merge = await Done((MergeCustomers join) => join.Run(new(kept.Id, kept.Version, gone.Id, gone.Version, choices), Arranging, default));
        var customers = "/staff/customers";
        return
        [
            $"{customers}/{everything.Value}", $"{customers}/{contact.Id.Value}", $"{customers}/{hidden.Id.Value}", $"{customers}/{left.Id.Value}/reopen", $"{customers}/{hidden.Id.Value}/protection/lift",
            $"{customers}/{contact.Id.Value}/contact-roles/{role}/end", $"{customers}/{one.Id.Value}/merge", $"{customers}/{one.Id.Value}/merge/{other.Id.Value}", $"{customers}/{kept.Id.Value}/merges/{merge.Id.Value}/undo",
            $"/staff/organisations/{organisation.Id.Value}", $"/staff/organisations/{organisation.Id.Value}/contact-persons/{role}",
        ];
    }
}
