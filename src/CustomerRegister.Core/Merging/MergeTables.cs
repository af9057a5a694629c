using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Disclosures;
using CustomerRegister.Imports;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using CustomerRegister.TargetGroups;
using CustomerRegister.Visits;

namespace CustomerRegister.Merging;

/// <summary>What becomes of a table's rows when their customer is merged into another.</summary>
internal enum MergeWay
{
    /// <summary>The rows of both are remembered; the merge itself says what becomes of them, as whoever merges has chosen.</summary>
    Chosen,

    /// <summary>The rows change hands. What has been added since stands in the way of undoing: nobody can tell whose it would be.</summary>
    Moved,

    /// <summary>The rows change hands. What has been added since stays with the customer who was kept.</summary>
    Follows,

    /// <summary>The rows are remembered and go; undoing brings them back.</summary>
    LeftBehind,

    /// <summary>The rows go with the customer who goes, for good: what opened the portal to that one opens nothing any more, and is chosen anew.</summary>
    Ends,

    /// <summary>The rows keep the old key, and are found through <see cref="FormerCustomer"/>.</summary>
    Stays,
}

/// <summary>A table that names a customer, and what merging does to it.</summary>
/// <param name="Column">The property that holds the customer's key.</param>
internal sealed record MergeTable(Type Entity, string Column, MergeWay Way);

/// <summary>
/// Every column of the register that holds a customer's key. One that is missing here would lose its rows with the customer who goes: a guard
/// compares the list with the model.
/// </summary>
internal static class MergeTables
{
    public static IReadOnlyList<MergeTable> All { get; } =
    [
        new(typeof(Customer), nameof(Customer.Id), MergeWay.Chosen),
        new(typeof(CustomerAddress), nameof(CustomerAddress.CustomerId), MergeWay.Chosen),
        new(typeof(CustomerPhone), nameof(CustomerPhone.CustomerId), MergeWay.Chosen),
        new(typeof(ContactRole), nameof(ContactRole.CustomerId), MergeWay.Chosen),
        new(typeof(Order), nameof(Order.CustomerId), MergeWay.Moved),
        new(typeof(Invoice), nameof(Invoice.CustomerId), MergeWay.Moved),
        new(typeof(ConsentDecision), nameof(ConsentDecision.CustomerId), MergeWay.Moved),
        new(typeof(Ban), nameof(Ban.CustomerId), MergeWay.Moved),
        new(typeof(Objection), nameof(Objection.CustomerId), MergeWay.Moved),
        new(typeof(Restriction), nameof(Restriction.CustomerId), MergeWay.Moved),
        new(typeof(DataSubjectRequest), nameof(DataSubjectRequest.CustomerId), MergeWay.Moved),
        new(typeof(LegalHold), nameof(LegalHold.CustomerId), MergeWay.Moved),
        new(typeof(PaperRecord), nameof(PaperRecord.CustomerId), MergeWay.Moved),
        new(typeof(Disclosure), nameof(Disclosure.CustomerId), MergeWay.Moved),
        new(typeof(RequestedErasure), nameof(RequestedErasure.CustomerId), MergeWay.Moved),
        new(typeof(UpdateProposal), nameof(UpdateProposal.CustomerId), MergeWay.Follows),
        new(typeof(RejectedRow), nameof(RejectedRow.CustomerId), MergeWay.Follows),
        new(typeof(PortalInvitation), nameof(PortalInvitation.CustomerId), MergeWay.Follows),
        new(typeof(PortalSession), nameof(PortalSession.CustomerId), MergeWay.Follows),
        new(typeof(Visit), nameof(Visit.CustomerId), MergeWay.Follows),
        new(typeof(PortalCredential), nameof(PortalCredential.CustomerId), MergeWay.Ends),
        new(typeof(PortalPasskey), nameof(PortalPasskey.CustomerId), MergeWay.Ends),
        new(typeof(PortalIdentity), nameof(PortalIdentity.CustomerId), MergeWay.Ends),
        new(typeof(ErasureLetter), nameof(ErasureLetter.CustomerId), MergeWay.Follows),
        new(typeof(GivenNotice), nameof(GivenNotice.CustomerId), MergeWay.Follows),
        new(typeof(OutgoingEmail), nameof(OutgoingEmail.CustomerId), MergeWay.Follows),
        new(typeof(UnsubscribeLink), nameof(UnsubscribeLink.CustomerId), MergeWay.Follows),
        new(typeof(RecipientNotice), nameof(RecipientNotice.CustomerId), MergeWay.Follows),
        new(typeof(DataPackage), nameof(DataPackage.CustomerId), MergeWay.Follows),
        new(typeof(BroughtRecord), nameof(BroughtRecord.CustomerId), MergeWay.Follows),
        new(typeof(CustomerMerge), nameof(CustomerMerge.CustomerId), MergeWay.Follows),
        new(typeof(FormerCustomer), nameof(FormerCustomer.CustomerId), MergeWay.Follows),
        // The beginning that an import moved is merged with the rest of the relationship, so there is nothing to move back.
        new(typeof(MovedRelationshipStart), nameof(MovedRelationshipStart.CustomerId), MergeWay.LeftBehind),
        // Written once and never changed: what was done to whom, under the key of that time.
        new(typeof(AuditEntry), nameof(AuditEntry.CustomerId), MergeWay.Stays),
        new(typeof(RetentionRunPerson), nameof(RetentionRunPerson.CustomerId), MergeWay.Stays),
        new(typeof(FormerCustomer), nameof(FormerCustomer.FormerId), MergeWay.Stays),
    ];

    /// <summary>The tables of some ways as the personal data map knows them, customers first.</summary>
    public static IReadOnlyList<PersonalTable> Of(RegisterContext db, params IReadOnlyList<MergeWay> ways)
    {
        var map = PersonalDataMap.Of(db).Tables.ToDictionary(t => t.EntityType.ClrType);
        return [.. All.Where(t => ways.Contains(t.Way)).Select(t => map[t.Entity])];
    }
}
