using System.Text.RegularExpressions;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>
/// The people who may be named in what staff wrote about a customer: the staff themselves, and the other contact persons of the organisations that the customer
/// represents. A copy of one's data must not adversely affect others (GDPR Art. 15(4)), so their names are masked in it, also with a Finnish ending.
/// </summary>
internal sealed class OtherPeople(RegisterContext db, CustomerId person, Language language)
{
    // Shorter ones are words too.
    private const int ShortestAlone = 4;

    private Regex? names;
    private bool isLearned;

    private string Masked => language switch { Language.Fi => "[nimi poistettu]", Language.Sv => "[namnet borttaget]", _ => "[name removed]" };

    /// <summary>Reads their names, once; before anything is masked.</summary>
    public async Task Learn(CancellationToken ct)
    {
        if (isLearned)
            return;
        isLearned = true;
        var own = await db.Customers.AsNoTracking().Where(c => c.Id == person).Select(c => new { c.FirstName, c.LastName }).SingleOrDefaultAsync(ct);
        var staff = await db.Users.AsNoTracking().Select(u => u.FullName).ToListAsync(ct);
        var organisations = db.ContactRoles.Where(r => r.CustomerId == person).Select(r => r.OrganisationId);
        var contacts = await db.ContactRoles.AsNoTracking().Where(r => organisations.Contains(r.OrganisationId) && r.CustomerId != person)
            .Select(r => new { r.Customer.FirstName, r.Customer.LastName }).Distinct().ToListAsync(ct);
        var full = staff.Concat(contacts.Select(c => Customer.NameOf(c.FirstName, c.LastName))).Where(name => name.Trim().Length > 0).ToList();
        var last = full.Select(name => name.Split(' ')[^1]).Where(name => name.Length >= ShortestAlone);
        string[] ownNames = [own?.FirstName ?? "", own?.LastName ?? "", own is null ? "" : Customer.NameOf(own.FirstName, own.LastName)];
        // The whole name before its parts, so that nothing of it is left.
        string[] sought = [.. full.Concat(last).Distinct(StringComparer.OrdinalIgnoreCase).Except(ownNames, StringComparer.OrdinalIgnoreCase).OrderByDescending(name => name.Length)];
        if (sought.Length > 0)
            names = new Regex($@"(?<!\p{{L}})(?:{string.Join('|', sought.Select(Regex.Escape))})\p{{Ll}}{{0,4}}(?!\p{{L}})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    public string MaskIn(string text) => names?.Replace(text, Masked) ?? text;
}
