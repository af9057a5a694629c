using System.Globalization;
using System.Text.RegularExpressions;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Rectification;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <summary>
/// The people who may be named in what staff wrote about a customer: the staff themselves, and the other contact persons of the organisations that the customer
/// represents. A copy of one's data must not adversely affect others (GDPR Art. 15(4)), so their names are masked in it, also with a Finnish ending.
/// </summary>
/// <param name="language">Of what stands where a name was; null for that of whoever looks.</param>
internal sealed class OtherPeople(RegisterContext db, CustomerId person, Language? language = null)
{
    // Shorter ones are words too.
    private const int ShortestAlone = 4;

    private Regex? names;
    private bool isLearned;

    private string Masked => MaskedIn(language ?? Languages.Of(CultureInfo.CurrentUICulture));

    /// <summary>What stands where a name was.</summary>
    public static string MaskedIn(Language language) => language switch { Language.Fi => "[nimi poistettu]", Language.Sv => "[namnet borttaget]", _ => "[name removed]" };

    /// <summary>Those who may be named in what staff wrote about somebody, their names read already.</summary>
    public static async Task<OtherPeople> Than(Customer person, RegisterContext db, CancellationToken ct, Language? language = null)
    {
        var others = new OtherPeople(db, person.Id, language);
        await others.Learn(OwnNames(person.FirstName, person.LastName), ct);
        return others;
    }

    /// <summary>Reads their names, once; before anything is masked.</summary>
    /// <param name="own">The person's: see <see cref="OwnNames"/>.</param>
    public async Task Learn(IReadOnlyList<string> own, CancellationToken ct)
    {
        if (isLearned)
            return;
        isLearned = true;
        var staff = await db.Users.AsNoTracking().Select(u => u.FullName).ToListAsync(ct);
        var organisations = db.ContactRoles.Where(r => r.CustomerId == person).Select(r => r.OrganisationId);
        var contacts = await db.ContactRoles.AsNoTracking().Where(r => organisations.Contains(r.OrganisationId) && r.CustomerId != person)
            .Select(r => new { r.Customer.FirstName, r.Customer.LastName }).Distinct().ToListAsync(ct);
        names = Sought(staff.Concat(contacts.Select(c => Customer.NameOf(c.FirstName, c.LastName))), own);
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

    /// <summary>The same in a detail of the person: of those, only the note is words of staff.</summary>
    public string? MaskIn(RectifiedField field, string? value) => field == RectifiedField.Note && value is not null ? MaskIn(value) : value;
}
