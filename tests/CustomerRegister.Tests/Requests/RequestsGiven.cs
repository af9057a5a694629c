using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Requests;

/// <summary>Requests that a test takes for granted.</summary>
internal static class RequestsGiven
{
    public static Task<RequestId> RequestFrom(
        this TestApp app, CustomerId customer, RequestType type = RequestType.Access, DateOnly? receivedOn = null, Language language = Language.Fi, Channel channel = Channel.Portal, string? message = null) =>
        app.Use(async (RegisterContext db) =>
        {
            var clock = app.Clock;
            var request = DataSubjectRequest.File(EntityKey.New<RequestId>(clock), await db.TakeNumber(NumberSeries.Requests, default), customer, type, channel,
                receivedOn ?? clock.Today(), language, message, new RequestSignature("Aino Virtanen", clock.GetUtcNow().UtcDateTime, "InvitationLink", new string('a', 64)));
            db.Add(request);
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.RequestFiled, clock, customer, request.Id.Value));
            await db.SaveChangesAsync();
            return request.Id;
        });

    /// <summary>From the public page, with the address verified; whose it is has not been found out.</summary>
    /// <param name="against">The code of the use that an objection is against; null for all, and for every other request.</param>
    public static Task<RequestId> RequestFromVisitor(
        this TestApp app, string email, RequestType type = RequestType.Access, DateOnly? receivedOn = null, string? message = null, Language language = Language.Fi, string? against = null) =>
        app.Use(async (RegisterContext db) =>
        {
            var clock = app.Clock;
            var request = DataSubjectRequest.FileForVisitor(EntityKey.New<RequestId>(clock), await db.TakeNumber(NumberSeries.Requests, default), new("Tuula Tuntematon", EmailAddress.Parse(email)) { EmailIsVerified = true }, type,
                receivedOn ?? clock.Today(), language, message, new RequestSignature("Tuula Tuntematon", clock.GetUtcNow().UtcDateTime, AskAsVisitor.VerifiedEmail, new string('a', 64)));
            db.Add(request);
            if (against is not null)
                db.Add(ObjectedPurpose.Of(request.Id, await db.Purposes.Where(p => p.Code == against).Select(p => p.Id).SingleAsync(), named: true));
            db.Add(AuditEntry.Of(Actor.System("test", "arranging"), AuditAction.RequestFiled, clock, null, request.Id.Value));
            await db.SaveChangesAsync();
            return request.Id;
        });

    public static async Task<RequestId> EstablishedRequestFrom(this TestApp app, CustomerId customer, RequestType type = RequestType.Access, Language language = Language.Fi)
    {
        var id = await app.RequestFrom(customer, type, language: language);
        var outcome = await app.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.PortalSignIn), Actor.System("test", "arranging"), default));
        Assert.True(outcome.Succeeded);
        // What the arrangement told is not what a test counts.
        await app.Use(async (RegisterContext db) => await db.OutgoingEmails.Where(m => m.RequestId == id).ExecuteDeleteAsync());
        return id;
    }

    /// <summary>Decided by an account that may decide everything; a refusal on a ground that every right has.</summary>
    public static Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Decide(this TestApp app, RequestId id, bool grant, string? reasons = null) =>
        app.Decide(id, grant ? RequestDecision.Grant : RequestDecision.Refuse, reasons);

    public static async Task<Outcome<DataSubjectRequest, DecideRequestRefusal>> Decide(this TestApp app, RequestId id, RequestDecision decision, string? reasons = null)
    {
        var officer = await new Given(app).Staff(StaffRole.PrivacyOfficer);
        var outcome = await app.Use((DecideRequest decide) => decide.Run(new(id, decision, reasons) { Grounds = decision.IsRefusal() ? [DecisionGround.ManifestlyUnfounded] : [], NothingToWrite = true }, new(ActorKind.Staff, officer.Id, "PrivacyOfficer", "requests"), default));
        // Mails of one moment have no order.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        return outcome;
    }

    public static Task<DataSubjectRequest> Stored(this TestApp app, RequestId id) =>
        app.Stored(db => db.Requests.AsNoTracking().Include(r => r.Pauses).SingleAsync(r => r.Id == id));

    public static Task<List<string>> Logged(this TestApp app, CustomerId customer) =>
        app.Stored(db => db.AuditEntries.Where(e => e.CustomerId == customer).OrderBy(e => e.At).Select(e => e.Action).ToListAsync());
}
