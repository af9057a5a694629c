using CustomerRegister.Consents;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.TargetGroups;

/// <param name="Withheld">Not sent, for the person could no longer be reached for it when the mail was to leave.</param>
public sealed record MarketingMailLine(DateTime At, BanKind Use, Language Language, string Subject, int Recipients, int Sent, int Waiting, int Withheld, int GivenUp);

/// <summary>The newest mails to target groups, and what became of them. Numbers only.</summary>
public sealed class ListMarketingMails(RegisterContext db)
{
    public const int Newest = 20;

    public async Task<IReadOnlyList<MarketingMailLine>> Run(CancellationToken ct)
    {
        var mails = await db.MarketingMails.AsNoTracking().OrderByDescending(m => m.At).Take(Newest).ToListAsync(ct);
        var ids = mails.Select(m => (MarketingMailId?)m.Id).ToList();
        var states = await db.OutgoingEmails.Where(m => ids.Contains(m.MarketingMailId)).GroupBy(m => new { m.MarketingMailId, m.State })
            .Select(g => new { g.Key.MarketingMailId, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        return [.. mails.Select(m => new MarketingMailLine(m.At, m.Use, m.Language, m.Subject, m.Recipients,
            Count(m.Id, EmailState.Sent), Count(m.Id, EmailState.Waiting), Count(m.Id, EmailState.Withheld), Count(m.Id, EmailState.GivenUp)))];

        int Count(MarketingMailId id, EmailState state) => states.Find(s => s.MarketingMailId == id && s.State == state)?.Count ?? 0;
    }
}
