using CustomerRegister.Customers;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Requests;

internal sealed class DataSubjectRequestMapping : IEntityTypeConfiguration<DataSubjectRequest>
{
    public void Configure(EntityTypeBuilder<DataSubjectRequest> builder)
    {
        builder.Property(r => r.Message).HasMaxLength(4000);
        builder.Property(r => r.ExtensionReasons).HasMaxLength(4000);
        builder.ComplexProperty(r => r.Signature, s =>
        {
            s.Property(x => x.Name).HasMaxLength(200);
            s.Property(x => x.Method).HasMaxLength(40);
            s.Property(x => x.StatementHash).HasMaxLength(64);
            s.Property(x => x.Seal).HasMaxLength(64);
        });
        builder.Property(r => r.RepresentativeName).HasMaxLength(200);
        builder.Property(r => r.ApplicantName).HasMaxLength(200);
        builder.Property(r => r.ApplicantEmail).HasMaxLength(254);
        builder.ComplexProperty(r => r.ApplicantAddress, a => a.HasDiscriminator());
        builder.Property(r => r.DecisionGrounds).HasMaxLength(600);
        builder.Property(r => r.ProposedGrounds).HasMaxLength(600);
        builder.Property(r => r.DecisionParts).HasMaxLength(1000);
        builder.Property(r => r.ProposedParts).HasMaxLength(1000);
        builder.Property(r => r.NoDataReasons).HasMaxLength(AnswerNoData.LongestReasons);
        builder.Ignore(r => r.IsOpen);
        builder.Ignore(r => r.LastPause);
        builder.Ignore(r => r.MayBeAnothers);
        builder.Ignore(r => r.Grounds);
        builder.Ignore(r => r.Parts);
        builder.Ignore(r => r.Proposal);
        builder.HasIndex(r => r.ReceivedOn);
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => new { r.CustomerId, r.Type, r.State });
        // The desk reads open requests by deadline, whole or by one filter: ListRequests writes the same condition, so that these small indexes serve it.
        const string open = "\"DecidedAt\" is null and \"WithdrawnAt\" is null";
        builder.HasIndex(r => new { r.DeadlineOn, r.Number }).HasFilter(open);
        builder.HasIndex(r => new { r.State, r.DeadlineOn, r.Number }).HasFilter(open);
        builder.HasIndex(r => new { r.Type, r.DeadlineOn, r.Number }).HasFilter(open);
        builder.HasIndex(r => new { r.AssignedTo, r.DeadlineOn, r.Number }).HasFilter(open);
        builder.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(r => r.Pauses).WithOne().HasForeignKey(p => p.RequestId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Anonymise, r => r.CustomerId);
        builder.Factual(DataCategory.Requests, r => r.Number, r => r.Type, r => r.State, r => r.Channel, r => r.LetterIsArchived, r => r.ReceivedOn, r => r.DeadlineOn, r => r.Extended, r => r.ExtendedAt, r => r.Language, r => r.Representation, r => r.IdentityCheckedBy, r => r.IdentityCheckedAt, r => r.Decision, r => r.DecisionGrounds, r => r.DecisionParts, r => r.DecidedAt, r => r.WithdrawnAt, r => r.WithdrawnBy, r => r.WithdrawnOn);
        builder.Personal(DataCategory.Requests, r => r.Message, r => r.Signature, r => r.ApplicantName, r => r.ApplicantEmail, r => r.ApplicantAddress, r => r.RepresentativeName, r => r.ExtensionReasons, r => r.DecisionReasons);
        builder.Portable(r => r.Type, r => r.ReceivedOn, r => r.Channel, r => r.Message);
        builder.NotPortable("The controller's own handling of a right.", r => r.Number, r => r.LetterIsArchived, r => r.State, r => r.DeadlineOn, r => r.Extended, r => r.ExtendedAt, r => r.Language, r => r.Representation, r => r.IdentityCheckedBy, r => r.IdentityCheckedAt, r => r.Decision,
            r => r.DecisionGrounds, r => r.DecisionParts, r => r.DecidedAt, r => r.WithdrawnAt, r => r.WithdrawnBy, r => r.WithdrawnOn, r => r.Signature, r => r.ApplicantName, r => r.ApplicantEmail, r => r.ApplicantAddress, r => r.RepresentativeName, r => r.ExtensionReasons, r => r.DecisionReasons);
        builder.MayNameOthers(r => r.ExtensionReasons, r => r.DecisionReasons);
        builder.NamesNobodyElse("The person's own words and signature, and whoever acts for them.", r => r.Message, r => r.Signature, r => r.ApplicantName, r => r.ApplicantAddress, r => r.RepresentativeName);
        // What is not decided yet, and what is said about others, is not told, but goes with the rest.
        builder.Secret(r => r.ProposedReasons, r => r.NoDataReasons);
        builder.Technical(r => r.Id, r => r.CustomerId, r => r.MergedInto, r => r.ProposedDecision, r => r.ProposedGrounds, r => r.ProposedParts, r => r.ProposedBy, r => r.ProposedAt, r => r.IdentityCheckedByStaff, r => r.AssignedTo, r => r.TargetOn, r => r.ClockStands, r => r.HasNewMessage, r => r.ApplicantEmailVerified, r => r.DecidedBy, r => r.Version);
    }
}

internal sealed class RequestPauseMapping : IEntityTypeConfiguration<RequestPause>
{
    public void Configure(EntityTypeBuilder<RequestPause> builder)
    {
        builder.HasKey(p => new { p.RequestId, p.Position });
        builder.HoldsPersonalData(DataCategory.Requests, RowErasure.Outlive, p => p.RequestId);
        builder.Factual(DataCategory.Requests, p => p.From, p => p.To);
        builder.NotPortable("The controller's own handling of a right.");
        builder.Technical(p => p.RequestId, p => p.Position);
    }
}
