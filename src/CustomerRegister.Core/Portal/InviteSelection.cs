using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Portal;

/// <summary>What becomes of a selection of customers who are to be invited.</summary>
/// <param name="Selected">Everybody whom the filter leaves.</param>
/// <param name="Invited">Of them, those to whom a link goes.</param>
/// <param name="WithoutEmail">Nothing can be sent to them.</param>
/// <param name="SharedEmail">Their address is also another customer's: see <see cref="InviteRefusal.EmailShared"/>.</param>
/// <param name="Deceased">They are left in peace.</param>
/// <param name="Restricted">Their data is on no list: who of them wants in is invited alone.</param>
/// <param name="Waiting">They have a link that still works.</param>
public sealed record InvitationPreview(int Selected, int Invited, int WithoutEmail, int SharedEmail, int Deceased, int Restricted, int Waiting);

/// <summary>Staff invite a selection of customers at once (N15). Works in batches, each in one transaction: stopped half-way, it goes on where it stood when run again.</summary>
public sealed class InviteSelection(RegisterContext db, PublicAddress address, ControllerDetails controller, TimeProvider clock)
{
    private const int Batch = 1000;

    public async Task<InvitationPreview> Preview(CustomerFilter filter, CancellationToken ct)
    {
        var selected = Sort(filter.Of(db.Customers.AsNoTracking(), db, clock.Today()));
        var alive = selected.Where(c => !c.IsDeceased);
        var free = alive.Where(c => !c.IsRestricted);
        var reachable = free.Where(c => c.HasEmail);
        var all = await selected.CountAsync(ct);
        var living = await alive.CountAsync(ct);
        var unrestricted = await free.CountAsync(ct);
        var withEmail = await reachable.CountAsync(ct);
        var alone = await reachable.CountAsync(c => !c.IsShared, ct);
        var invited = await reachable.CountAsync(c => !c.IsShared && !c.IsWaiting, ct);
        return new(all, invited, unrestricted - withEmail, withEmail - alone, all - living, living - unrestricted, alone - invited);
    }

    /// <returns>How many were invited.</returns>
    public async Task<int> Run(CustomerFilter filter, Actor actor, CancellationToken ct)
    {
        var invited = 0;
        var after = 0L;
        while (true)
        {
            var numbers = filter.Of(db.Customers.AsNoTracking(), db, clock.Today()).Where(c => c.Number > after);
            // Whoever has a link that works is not asked again: so a second press, or a second go, invites nobody twice.
            var batch = await Sort(numbers).Where(c => !c.IsDeceased && !c.IsRestricted && c.HasEmail && !c.IsShared && !c.IsWaiting)
                .OrderBy(c => c.Number).Take(Batch).Select(c => new { c.Id, c.Number, c.Email, c.Language }).ToListAsync(ct);
            var made = batch.ConvertAll(c => PortalLink.Invitation(c.Id, c.Email!, c.Language, InviteToPortal.LinkLifetime, controller, address, clock));
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var bulk = db.Bulk();
            await bulk.Write<PortalInvitation>([.. made.Select(m => m.Invitation)], ct);
            await bulk.Write<OutgoingEmail>([.. made.Select(m => m.Mail)], ct);
            await bulk.Write<AuditEntry>([.. made.Select(m => AuditEntry.Of(actor, AuditAction.PortalInvited, clock, m.Invitation.CustomerId, m.Invitation.Id.Value))], ct);
            await transaction.CommitAsync(ct);
            invited += batch.Count;
            if (batch.Count < Batch)
                return invited;
            after = batch[^1].Number;
        }
    }

    private IQueryable<Sorted> Sort(IQueryable<Customer> customers)
    {
        var now = clock.Now();
        var shared = PortalNames.Sharing(db);
        return customers.Select(c => new Sorted
        {
            Id = c.Id,
            Number = c.Number,
            Email = c.Email,
            Language = c.Language,
            IsDeceased = c.DeathSource != null,
            IsRestricted = db.Restrictions.Any(r => r.CustomerId == c.Id && r.LiftedAt == null),
            HasEmail = c.Email != null,
            IsShared = shared.Any(other => other.Id == c.Id),
            IsWaiting = db.PortalInvitations.Any(i => i.CustomerId == c.Id && i.UsedAt == null && i.ExpiresAt > now),
        });
    }

    private sealed class Sorted
    {
        public CustomerId Id { get; init; }
        public long Number { get; init; }
        public EmailAddress? Email { get; init; }
        public Language Language { get; init; }
        public bool IsDeceased { get; init; }
        public bool IsRestricted { get; init; }
        public bool HasEmail { get; init; }
        public bool IsShared { get; init; }
        public bool IsWaiting { get; init; }
    }
}
