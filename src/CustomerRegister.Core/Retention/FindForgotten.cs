using CustomerRegister.Customers;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Retention;

/// <summary>Notices that an e-mail address or telephone number belonged to somebody who was erased from the register.</summary>
public sealed class FindForgotten(RegisterContext db, SuppressionKey key)
{
    private bool? isNeeded;

    /// <summary>Whether anybody was ever forgotten: until then nothing need be looked up.</summary>
    public async Task<bool> IsNeeded(CancellationToken ct) => isNeeded ??= await db.Suppressions.AnyAsync(ct);

    public string Hint(EmailAddress email) => key.Of(email);

    public string Hint(PhoneNumber phone) => key.Of(phone);

    /// <summary>Which of the hints lead to somebody who was forgotten.</summary>
    public async Task<HashSet<string>> Among(IEnumerable<string> hints, CancellationToken ct)
    {
        var all = hints.Distinct().ToList();
        return all.Count == 0 ? [] : await db.Suppressions.Where(s => all.Contains(s.Hash)).Select(s => s.Hash).ToHashSetAsync(ct);
    }

    /// <summary>Whether somebody with one of these was erased from the register.</summary>
    public async Task<bool> Run(EmailAddress? email, IEnumerable<PhoneNumber> phones, CancellationToken ct) =>
        await IsNeeded(ct) && (await Among([.. email is null ? [] : new[] { Hint(email) }, .. phones.Select(Hint)], ct)).Count > 0;
}
