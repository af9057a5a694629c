using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Disclosures;
using CustomerRegister.Imports;
using CustomerRegister.Mail;
using CustomerRegister.Merging;
using CustomerRegister.Notices;
using CustomerRegister.Orders;
using CustomerRegister.PaperRecords;
using CustomerRegister.PersonalData;
using CustomerRegister.PersonalData.Packages;
using CustomerRegister.PersonalData.Portability;
using CustomerRegister.Portal;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Restrictions;
using CustomerRegister.Retention;
using CustomerRegister.Staff;
using CustomerRegister.Statistics;
using CustomerRegister.TargetGroups;
using CustomerRegister.Visits;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Data;

/// <summary>The register. One model for both databases; what differs is in the two sealed contexts.</summary>
public abstract class RegisterContext(DbContextOptions options) : IdentityUserContext<StaffAccount, Guid>(options), IDataProtectionKeyContext
{
    // Identity reads its schema version from the options of the application; contexts built without one must get the same model.
    private static readonly ServiceProvider IdentityDefaults = new ServiceCollection()
        .Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    private readonly ReadLog? readLog = options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<ReadLog>();

    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<CustomerAddress> CustomerAddresses => Set<CustomerAddress>();
    public DbSet<CustomerPhone> CustomerPhones => Set<CustomerPhone>();
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<ContactRole> ContactRoles => Set<ContactRole>();
    public DbSet<CustomerMerge> CustomerMerges => Set<CustomerMerge>();
    public DbSet<MergedRow> MergedRows => Set<MergedRow>();
    public DbSet<FormerCustomer> FormerCustomers => Set<FormerCustomer>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();
    public DbSet<PostalArea> PostalAreas => Set<PostalArea>();
    public DbSet<StatisticFigure> StatisticFigures => Set<StatisticFigure>();
    public DbSet<Invoice> Invoices => Set<Invoice>();
    public DbSet<CreditNote> CreditNotes => Set<CreditNote>();
    public DbSet<Import> Imports => Set<Import>();
    public DbSet<ImportRejection> ImportRejections => Set<ImportRejection>();
    public DbSet<RejectedRow> RejectedRows => Set<RejectedRow>();
    public DbSet<SavedMapping> SavedMappings => Set<SavedMapping>();
    public DbSet<UpdateProposal> UpdateProposals => Set<UpdateProposal>();
    public DbSet<ImportedLine> ImportedLines => Set<ImportedLine>();
    public DbSet<MovedRelationshipStart> MovedRelationshipStarts => Set<MovedRelationshipStart>();
    public DbSet<Suppression> Suppressions => Set<Suppression>();
    public DbSet<Purpose> Purposes => Set<Purpose>();
    public DbSet<PurposeText> PurposeTexts => Set<PurposeText>();
    public DbSet<ConsentDecision> ConsentDecisions => Set<ConsentDecision>();
    public DbSet<Ban> Bans => Set<Ban>();
    public DbSet<Objection> Objections => Set<Objection>();
    public DbSet<Restriction> Restrictions => Set<Restriction>();
    public DbSet<MarketingMail> MarketingMails => Set<MarketingMail>();
    public DbSet<DataSubjectRequest> Requests => Set<DataSubjectRequest>();
    public DbSet<ObjectedPurpose> ObjectedPurposes => Set<ObjectedPurpose>();
    public DbSet<RequestPause> RequestPauses => Set<RequestPause>();
    public DbSet<RequestMessage> RequestMessages => Set<RequestMessage>();
    public DbSet<RequestAttachment> RequestAttachments => Set<RequestAttachment>();
    public DbSet<RequestLetter> RequestLetters => Set<RequestLetter>();
    public DbSet<VisitorRequest> VisitorRequests => Set<VisitorRequest>();
    public DbSet<VisitorAttachment> VisitorAttachments => Set<VisitorAttachment>();
    public DbSet<RequestLink> RequestLinks => Set<RequestLink>();
    public DbSet<SignedStatement> SignedStatements => Set<SignedStatement>();
    public DbSet<DataPackage> DataPackages => Set<DataPackage>();
    public DbSet<BroughtRecord> BroughtRecords => Set<BroughtRecord>();
    public DbSet<DataPackageChunk> DataPackageChunks => Set<DataPackageChunk>();
    public DbSet<RequestedErasure> RequestedErasures => Set<RequestedErasure>();
    public DbSet<ErasureLetter> ErasureLetters => Set<ErasureLetter>();
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();
    public DbSet<LedgerMark> LedgerMarks => Set<LedgerMark>();
    public DbSet<RectificationItem> RectificationItems => Set<RectificationItem>();
    public DbSet<RectificationCertificate> RectificationCertificates => Set<RectificationCertificate>();
    public DbSet<RetentionRun> RetentionRuns => Set<RetentionRun>();
    public DbSet<RetentionRunPerson> RetentionRunPeople => Set<RetentionRunPerson>();
    public DbSet<PaperPlace> PaperPlaces => Set<PaperPlace>();
    public DbSet<PaperRecord> PaperRecords => Set<PaperRecord>();
    public DbSet<Recipient> Recipients => Set<Recipient>();
    public DbSet<Disclosure> Disclosures => Set<Disclosure>();
    public DbSet<RecipientNotice> RecipientNotices => Set<RecipientNotice>();
    public DbSet<PortalInvitation> PortalInvitations => Set<PortalInvitation>();
    public DbSet<AskedLink> AskedLinks => Set<AskedLink>();
    public DbSet<PortalSession> PortalSessions => Set<PortalSession>();
    public DbSet<PortalCredential> PortalCredentials => Set<PortalCredential>();
    public DbSet<PortalPasskey> PortalPasskeys => Set<PortalPasskey>();
    public DbSet<PortalIdentity> PortalIdentities => Set<PortalIdentity>();
    public DbSet<Visit> Visits => Set<Visit>();
    public DbSet<PageView> PageViews => Set<PageView>();
    public DbSet<NoticeVersion> NoticeVersions => Set<NoticeVersion>();
    public DbSet<GivenNotice> GivenNotices => Set<GivenNotice>();
    public DbSet<Undertaking> Undertakings => Set<Undertaking>();
    public DbSet<UndertakingSignature> UndertakingSignatures => Set<UndertakingSignature>();
    public DbSet<StaffInvitation> StaffInvitations => Set<StaffInvitation>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<StaffAuthenticator> StaffAuthenticators => Set<StaffAuthenticator>();
    public DbSet<StaffRecoveryCode> StaffRecoveryCodes => Set<StaffRecoveryCode>();
    public DbSet<UnsubscribeLink> UnsubscribeLinks => Set<UnsubscribeLink>();
    public DbSet<OutgoingEmail> OutgoingEmails => Set<OutgoingEmail>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Customers in whose name or search text every one of the folded terms is found, looked up in the indexes for it.</summary>
    public abstract IQueryable<Customer> CustomersMatching(IReadOnlyList<string> terms);

    /// <summary>Customers whose search text holds the folded term, looked up in the index for it: who is meant otherwise than by how the sort name begins.</summary>
    public abstract IQueryable<Customer> CustomersHolding(string term);

    /// <summary>How many search texts hold the folded term; null where only reading them all would tell.</summary>
    internal virtual Task<int?> CountHolding(string term, CancellationToken ct) => Task.FromResult<int?>(null);

    /// <summary>About as many customers as are asked for, from a place in the list on: what is read of them in that order ends as soon as it has enough.</summary>
    internal abstract IQueryable<Customer> FirstInOrder(CustomerOrder order, CustomerCursor? from, int count);

    /// <summary>Organisations in whose name every one of the folded terms is found, looked up in the index for it.</summary>
    public abstract IQueryable<Organisation> OrganisationsNamed(IReadOnlyList<string> terms);

    /// <summary>Keeps everybody else from changing these customers, and from adding rows of theirs, until the transaction ends.</summary>
    public abstract Task HoldCustomers(IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>Between two long transactions: gives those who wait for their turn to write the time to take it.</summary>
    /// <param name="held">How long the last one kept them waiting.</param>
    public abstract Task LetOthersWrite(TimeSpan held, CancellationToken ct);

    /// <summary>The first day of the month of a day, in the words of the database.</summary>
    /// <param name="column">The column that holds the day, quoted.</param>
    internal abstract string FirstOfMonth(string column);

    /// <summary>The condition that a column of numbers holds one of these, however many, as one parameter.</summary>
    internal abstract (string Condition, object Value) IsAmong(string column, string parameter, long[] numbers);

    /// <summary>What stands after a column that holds one of these keys, however many, as one parameter.</summary>
    internal abstract (string Condition, object Value) IsAmong(string parameter, Guid[] keys);

    /// <summary>Gives orders other keys, their lines with them. Nothing else may refer to them.</summary>
    internal abstract Task ChangeKeys(IReadOnlyDictionary<OrderId, OrderId> orders, CancellationToken ct);

    /// <summary>
    /// Does what takes people, or words of theirs, out of the search index, in a transaction and in the way that is the least work for so many. What that leaves for later, <see cref="ForgetFurther"/>
    /// does.
    /// </summary>
    /// <param name="people">How many go, in this transaction and in others soon after it.</param>
    internal virtual Task Forget(int people, Func<Task> work, CancellationToken ct) => work();

    /// <summary>Does a part of what <see cref="Forget"/> left for later, in a short transaction of its own.</summary>
    /// <returns>Whether there is more to do.</returns>
    internal virtual Task<bool> ForgetFurther(CancellationToken ct) => Task.FromResult(false);

    /// <summary>How long a transaction over many rows may last for the sake of those who want to write meanwhile; null where they wait only for the same rows.</summary>
    internal virtual TimeSpan? LongestHold => null;

    /// <summary>Begins a transaction in which everything is read as it is at one moment, and which holds up no writer.</summary>
    public abstract Task<IDbContextTransaction> BeginSnapshot(CancellationToken ct);

    /// <summary>What writes many new rows at once.</summary>
    public abstract BulkWriter Bulk();

    /// <summary>Writes what waits in a write-ahead log of this program's own into the database, and leaves nothing in the log. Waits for nobody.</summary>
    /// <returns>Whether the log is empty.</returns>
    public virtual Task<bool> EmptyWriteAheadLog(CancellationToken ct) => Task.FromResult(true);

    /// <summary>Takes the next number of a series, or the first of <paramref name="count"/> in a row.</summary>
    public async Task<long> TakeNumber(string series, CancellationToken ct, int count = 1)
    {
        // Update and read in one statement: two callers can never get the same number.
        var next = await Database.SqlQuery<long>($"""
            update "NumberSeries" set "Next" = "Next" + {count} where "Name" = {series} returning "Next" as "Value"
            """).ToListAsync(ct);
        return next is [var after] ? after - count : throw new InvalidOperationException($"There is no series of numbers named {series}.");
    }

    /// <summary>
    /// Makes an entry about a read durable; awaited before what was read is given away. In the running program the one writer commits it together
    /// with those of others; a register opened by itself saves it alone.
    /// </summary>
    public Task LogRead(AuditEntry entry, CancellationToken ct)
    {
        if (readLog is not null)
            return readLog.Write(entry, ct);
        Add(entry);
        return SaveChangesAsync(ct);
    }

    /// <summary>Begins to make an entry about a read durable, beside the rest of the reading.</summary>
    /// <returns>What is awaited before what was read is given away, when no query of this context runs any more.</returns>
    public Func<Task> BeginLogRead(AuditEntry entry, CancellationToken ct)
    {
        if (readLog is null)
            return () => LogRead(entry, ct);
        var durable = readLog.Write(entry, ct);
        return () => durable;
    }

    /// <summary>
    /// Keeps one connection for several queries, until what this gives is disposed: opening one costs as much as a small query. Never while waiting for the read log,
    /// whose writer needs a connection too.
    /// </summary>
    public async Task<IAsyncDisposable> StayConnected(CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        return new Connected(this);
    }

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        if (optionsBuilder.Options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is null)
            optionsBuilder.UseApplicationServiceProvider(IdentityDefaults);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
        configurationBuilder.Properties<decimal>().HavePrecision(19, 4);
        foreach (var type in typeof(RegisterContext).Assembly.GetTypes())
        {
            if (type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEntityKey<>)))
                configurationBuilder.Properties(type).HaveConversion(typeof(EntityKeyConverter<>).MakeGenericType(type));
            // Each value with a format has its converter beside it: see Customers/EmailAddress.
            else if (type is { IsClass: true, IsAbstract: false, IsGenericType: false } && ConvertedType(type) is { } value)
                configurationBuilder.Properties(value).HaveConversion(type);
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(RegisterContext).Assembly);
        builder.CompareRowValues();
        foreach (var type in builder.Model.GetEntityTypes().Where(t => typeof(IVersioned).IsAssignableFrom(t.ClrType)))
            type.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
        builder.Entity<IdentityUserClaim<Guid>>(b => { b.ToTable("StaffClaims"); StaffOnly(b); });
        builder.Entity<IdentityUserLogin<Guid>>(b => { b.ToTable("StaffLogins"); StaffOnly(b); });
        builder.Entity<IdentityUserToken<Guid>>(b => { b.ToTable("StaffTokens"); StaffOnly(b); });
        builder.Entity<IdentityUserPasskey<Guid>>(b => { b.ToTable("StaffPasskeys"); StaffOnly(b); });
        builder.Entity<DataProtectionKey>(b =>
        {
            b.HoldsNoCustomerData("Keys of the program.");
            b.NeedsNoAudit("The key ring renews itself.");
        });

        static void StaffOnly<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> b) where T : class
        {
            b.HoldsNoCustomerData("Staff, not customers.");
            b.NeedsNoAudit("Kept by Identity; use cases that change an account write their own entry.");
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        var changed = CheckChanges();
        var rows = base.SaveChanges(acceptAllChangesOnSuccess);
        Settle(changed);
        return rows;
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var changed = CheckChanges();
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        Settle(changed);
        return rows;
    }

    // Whether an optional part is there stands in a column of its own, of which EF Core 10 forgets what it has just saved (dotnet/efcore#38105): the next save would write the row once more.
    private static void Settle(List<EntityEntry> saved)
    {
        foreach (var entry in saved.Where(e => e.State == EntityState.Unchanged && e.Metadata.GetComplexProperties().Any()))
        {
            foreach (var mark in entry.ComplexProperties.SelectMany(part => part.Properties).Where(p => p.Metadata.IsShadowProperty()))
                mark.OriginalValue = mark.CurrentValue;
        }
    }

    /// <returns>What is about to be saved.</returns>
    private List<EntityEntry> CheckChanges()
    {
        ChangeTracker.DetectChanges();
        var changed = ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        foreach (var entry in changed)
        {
            if (entry is { State: EntityState.Modified, Entity: IVersioned versioned })
                versioned.Version++;
        }

        if (changed.Exists(e => OwnerOf(e.Metadata).FindAnnotation(Classification.UnauditedKey) is null && e.Entity is not AuditEntry)
            && !changed.Exists(e => e.Entity is AuditEntry))
            throw new InvalidOperationException("A change to the register leaves an audit entry in the same save.");
        return changed;
    }

    private sealed class Connected(RegisterContext db) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(db.Database.CloseConnectionAsync());
    }

    // A part that another row owns is classified with it.
    private static IEntityType OwnerOf(IEntityType type) => type.FindOwnership()?.PrincipalEntityType ?? type;

    private static Type? ConvertedType(Type type) =>
        type.BaseType is { IsGenericType: true } b && b.GetGenericTypeDefinition() == typeof(ValueConverter<,>)
            && b.GenericTypeArguments[0].Assembly == typeof(RegisterContext).Assembly
            ? b.GenericTypeArguments[0]
            : null;
}
