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

    private string Masked => MaskedIn(language);

    /// <summary>What stands where a name was.</summary>
    public static string MaskedIn(Language language) => language switch { Language.Fi => "[nimi poistettu]", Language.Sv => "[namnet borttaget]", _ => "[name removed]" };

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
        names = Sought(staff.Concat(contacts.Select(c => Customer.NameOf(c.FirstName, c.LastName))), own is null ? [] : OwnNames(own.FirstName, own.LastName));
    }

    /// <summary>What a person's own name consists of: never masked.</summary>
    public static IReadOnlyList<string> OwnNames(string firstName, string lastName) => [firstName, lastName, Customer.NameOf(firstName, lastName)];

    /// <summary>Finds whole names, and last names alone, also with a Finnish ending; null where there is nobody to find.</summary>
    public static Regex? Sought(IEnumerable<string> others, IReadOnlyList<string> own)
    {
        var full = others.Where(name => name.Trim().Length > 0).ToList();
        var last = full.Select(name => name.Split(' ')[^1]).Where(name => name.Length >= ShortestAlone);
        // The whole name before its parts, so that nothing of it is left.
        string[] sought = [.. full.Concat(last).Distinct(StringComparer.OrdinalIgnoreCase).Except(own, StringComparer.OrdinalIgnoreCase).OrderByDescending(name => name.Length)];
        // Mäkinen is not a Mäki with an ending.
        string[] spared = [.. own.Where(name => sought.Any(other => name.StartsWith(other, StringComparison.OrdinalIgnoreCase)))];
        var notOwn = spared.Length == 0 ? "" : $@"(?!(?:{string.Join('|', spared.Select(Stem))})\p{{Ll}}{{0,4}}(?!\p{{L}}))";
        return sought.Length == 0 ? null
            : new Regex($@"(?<!\p{{L}}){notOwn}(?:{string.Join('|', sought.Select(Stem))})\p{{Ll}}{{0,4}}(?!\p{{L}})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    // Virtanen, Virtaselle, Virtasta: most Finnish names change before their ending.
    private static string Stem(string name) => name.EndsWith("nen", StringComparison.OrdinalIgnoreCase) ? $"{Regex.Escape(name[..^3])}(?:nen|se|st)" : Regex.Escape(name);

    public string MaskIn(string text) => names?.Replace(text, Masked) ?? text;
}
