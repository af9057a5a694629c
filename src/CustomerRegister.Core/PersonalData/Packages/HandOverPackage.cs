using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.PersonalData.Packages;

/// <param name="To">The receiving controller's name, as the person wrote it.</param>
/// <param name="Email">Where the link is sent; null where the person passes it on by themselves.</param>
public sealed record HandOverCommand(CustomerId Customer, DataPackageId Package, string To, EmailAddress? Email);

public enum HandOverRefusal
{
    /// <summary>There is no such package of the person, or its time is over.</summary>
    NotThere,
    ReceiverMissing,
}

/// <param name="Link">The whole address; it is shown once, for only its hash is kept.</param>
/// <param name="Until">In UTC.</param>
public sealed record HandOverLink(string Link, DateTime Until);

/// <summary>
/// A person hands their portability package to another controller (GDPR Art. 20(2)) by a link that nobody can guess, that works once, and that expires. An access
/// package is for the person alone.
/// </summary>
public sealed class HandOverPackage(RegisterContext db, TimeProvider clock, PublicAddress address, ControllerDetails controller)
{
    public const int LongestName = 200;

    public static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);

    public async Task<Outcome<HandOverLink, HandOverRefusal>> Run(HandOverCommand command, Actor actor, CancellationToken ct)
    {
        if (WrittenText.OneLine(command.To) is not { Length: <= LongestName } to)
            return HandOverRefusal.ReceiverMissing;
        var now = clock.Now();
        if (await db.DataPackages.SingleOrDefaultAsync(p => p.Id == command.Package && p.CustomerId == command.Customer && p.Kind == DataPackageKind.Portability
            && p.OfferedAt != null && p.ExpiresAt > now, ct) is not { } package)
            return HandOverRefusal.NotThere;
        var secret = LinkSecret.New();
        package.HandOver(to, secret.Hash, now + LinkLifetime);
        var link = address.Link($"/handover?secret={secret.Text}");
        if (command.Email is { } email)
        {
            var language = await db.Customers.Where(c => c.Id == command.Customer).Select(c => c.Language).SingleAsync(ct);
            db.Add(OutgoingEmail.To(email, command.Customer, language,
                MailTexts.In(language, "HandOver.Subject", controller.RegisterName),
                MailTexts.In(language, "HandOver.Body", controller.Name, link, MailTexts.Day(HelsinkiTime.DayOf(package.HandOverUntil!.Value), language)),
                clock));
        }

        db.Add(AuditEntry.Of(actor, AuditAction.PackageHandOverOffered, clock, command.Customer, package.Id.Value));
        await db.SaveChangesAsync(ct);
        return new HandOverLink(link, package.HandOverUntil!.Value);
    }
}
