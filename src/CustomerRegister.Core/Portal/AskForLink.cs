using CustomerRegister.Customers;
using CustomerRegister.Data;

namespace CustomerRegister.Portal;

/// <summary>Takes down that somebody wants links mailed to an address: one row, whoever the address belongs to; see <see cref="AskedLink"/>.</summary>
public sealed class AskForLink(RegisterContext db, TimeProvider clock)
{
    /// <param name="browserKey">The secret of the browser that asks to get into the portal; null for whoever asks for the requests that they made without signing in.</param>
    public async Task Run(EmailAddress email, string? browserKey, CancellationToken ct)
    {
        db.Add(AskedLink.Of(email, browserKey, clock));
        await db.SaveChangesAsync(ct);
    }
}
