using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Customers;

public readonly record struct CustomerId(Guid Value) : IEntityKey<CustomerId>
{
    public static CustomerId From(Guid value) => new(value);

    /// <summary>For paging in queries; the order is the database's.</summary>
    public int CompareTo(CustomerId other) => Value.CompareTo(other.Value);
}

/// <summary>A natural person in the register.</summary>
public sealed class Customer : IVersioned
{
    /// <summary>In characters.</summary>
    public const int LongestNote = 500;

    private readonly List<CustomerAddress> addresses = [];
    private readonly List<CustomerPhone> phones = [];
    private readonly List<ContactRole> contactRoles = [];
    private bool isBeingComposed;

    private Customer() { }

    public CustomerId Id { get; private set; }
    /// <summary>For people: on letters and in conversation.</summary>
    public long Number { get; private set; }
    public string FirstName { get; private set; } = "";
    public string LastName { get; private set; } = "";
    public Provenance? NameSource { get; private set; }
    public EmailAddress? Email { get; private set; }
    public Provenance? EmailSource { get; private set; }
    public WebAddress? Website { get; private set; }
    public Provenance? WebsiteSource { get; private set; }
    public EInvoiceAddress? EInvoice { get; private set; }
    public Provenance? EInvoiceSource { get; private set; }
    /// <summary>The first day of the address protection (turvakielto); null when the address is not protected.</summary>
    public DateOnly? ProtectedSince { get; private set; }
    /// <summary>
    /// The last day for which the protection was granted. While it is set the address is protected, also after that day: an expired
    /// protection is lifted or extended by a person, never by the calendar.
    /// </summary>
    public DateOnly? ProtectedUntil { get; private set; }
    public Provenance? ProtectionSource { get; private set; }
    public Language Language { get; private set; }
    /// <summary>Null while nobody has told the language: then it is only supposed, as from the country, and somebody should ask.</summary>
    public Provenance? LanguageSource { get; private set; }
    public DateOnly RelationshipStart { get; private set; }
    public DateOnly? RelationshipEnd { get; private set; }
    /// <summary>Null while the relationship is in force, and where the reason is not known.</summary>
    public RelationshipEndReason? RelationshipEndReason { get; private set; }
    /// <summary>Who last told when the relationship began, ended or went on.</summary>
    public Provenance? RelationshipSource { get; private set; }
    /// <summary>The day of death; null where it is not known, or the person is not known to be dead.</summary>
    public DateOnly? DiedOn { get; private set; }
    /// <summary>Who told of the death, and when: set exactly when the person is known to be dead.</summary>
    public Provenance? DeathSource { get; private set; }
    /// <summary>At most <see cref="LongestNote"/> characters. The customer reads it.</summary>
    public string? Note { get; private set; }
    public Provenance? NoteSource { get; private set; }
    /// <summary>The key that the row had in the system it was imported from, so that importing again changes nothing.</summary>
    public string? SourceKey { get; private set; }
    /// <summary>Folded family name first: the order of lists.</summary>
    public string SortName { get; private set; } = "";
    /// <summary>Everything the search box finds the person by, folded: see <see cref="CustomerSearchText"/>.</summary>
    public string SearchText { get; internal set; } = "";
    public long Version { get; set; }

    public IReadOnlyList<CustomerAddress> Addresses => addresses;
    public IReadOnlyList<CustomerPhone> Phones => phones;
    public IReadOnlyList<ContactRole> ContactRoles => contactRoles;

    /// <summary>Whether the address is seen only with the permission for it; see <see cref="ProtectedUntil"/>.</summary>
    public bool IsAddressProtected => ProtectedUntil is not null;

    /// <summary>Whether <see cref="Addresses"/> was emptied for a reader who may not see them.</summary>
    public bool AddressesAreHidden { get; private set; }

    public bool IsDeceased => DeathSource is not null;

    public string FullName => NameOf(FirstName, LastName);

    /// <summary>The name as it is written and said.</summary>
    public static string NameOf(string firstName, string lastName) => firstName.Length == 0 ? lastName : $"{firstName} {lastName}";

    public static Customer Register(CustomerId id, long number, string firstName, string lastName, Language language, DateOnly relationshipStart, Provenance source, string? sourceKey = null, Action<Customer>? with = null)
    {
        var customer = new Customer
        {
            Id = id,
            Number = number,
            Language = language,
            LanguageSource = source,
            RelationshipStart = relationshipStart,
            RelationshipSource = source,
            SourceKey = sourceKey,
        };
        customer.Compose(c =>
        {
            c.Rename(firstName, lastName, source);
            with?.Invoke(c);
        });
        return customer;
    }

    public void Rename(string firstName, string lastName, Provenance source)
    {
        (FirstName, LastName, NameSource) = (
            WrittenText.OneLine(firstName) ?? "", WrittenText.OneLine(lastName) ?? throw new ArgumentException("A person has a last name.", nameof(lastName)), source);
        SortName = Customers.SearchText.Fold($"{LastName} {FirstName}");
        RefreshSearchText();
    }

    public void ChangeEmail(EmailAddress? email, Provenance source)
    {
        (Email, EmailSource) = (email, email is null ? null : source);
        RefreshSearchText();
    }

    public void ChangeWebsite(WebAddress? website, Provenance source) =>
        (Website, WebsiteSource) = (website, website is null ? null : source);

    public void ChangeEInvoice(EInvoiceAddress? address, Provenance source) =>
        (EInvoice, EInvoiceSource) = (address, address is null ? null : source);

    /// <exception cref="ArgumentOutOfRangeException">The note is longer than <see cref="LongestNote"/>.</exception>
    public void ChangeNote(string? note, Provenance source)
    {
        var text = WrittenText.Lines(note);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text?.Length ?? 0, LongestNote, nameof(note));
        (Note, NoteSource) = (text, text is null ? null : source);
    }

    /// <summary>Protects the address from a day until a day, or extends or corrects a protection. It is no longer found by search.</summary>
    public void ProtectAddress(DateOnly since, DateOnly until, Provenance source)
    {
        if (until < since)
            throw new InvalidOperationException("A protection cannot end before it starts.");
        (ProtectedSince, ProtectedUntil, ProtectionSource) = (since, until, source);
        RefreshSearchText();
    }

    /// <summary>Ends the protection of the address, which is then found by search again.</summary>
    public void LiftProtection()
    {
        (ProtectedSince, ProtectedUntil, ProtectionSource) = (null, null, null);
        RefreshSearchText();
    }

    /// <summary>Empties what is shown, not what is stored: for a customer that was read untracked.</summary>
    internal void HideAddresses()
    {
        addresses.Clear();
        AddressesAreHidden = true;
    }

    /// <param name="on">Null where the day is not known.</param>
    public void RecordDeath(DateOnly? on, Provenance source) => (DiedOn, DeathSource) = (on, source);

    /// <summary>The person lives after all.</summary>
    public void WithdrawDeath() => (DiedOn, DeathSource) = (null, null);

    public void ChangeLanguage(Language language, Provenance source) => (Language, LanguageSource) = (language, source);

    /// <summary>Until somebody asks, the customer is written to in a language that nobody has told.</summary>
    public void SupposeLanguage(Language language) => (Language, LanguageSource) = (language, null);

    public void AddAddress(CustomerAddress address)
    {
        addresses.Add(address);
        RefreshSearchText();
    }

    public void ChangeAddress(CustomerAddress address, AddressKind kind, PostalAddress to, Provenance source)
    {
        Own(addresses, address).Change(kind, to, source);
        RefreshSearchText();
    }

    public void RemoveAddress(CustomerAddress address)
    {
        addresses.Remove(Own(addresses, address));
        RefreshSearchText();
    }

    public void AddPhone(CustomerPhone phone)
    {
        phones.Add(phone);
        RefreshSearchText();
    }

    public void ChangePhone(CustomerPhone phone, PhoneKind kind, PhoneNumber number, Provenance source)
    {
        Own(phones, phone).Change(kind, number, source);
        RefreshSearchText();
    }

    public void RemovePhone(CustomerPhone phone)
    {
        phones.Remove(Own(phones, phone));
        RefreshSearchText();
    }

    public ContactRole Represent(ContactRole role)
    {
        contactRoles.Add(role);
        RefreshSearchText();
        return role;
    }

    /// <summary>Puts right when the relationship began, such as when older orders become known.</summary>
    public void BeginRelationshipAt(DateOnly day, Provenance? source)
    {
        if (day > RelationshipEnd)
            throw new InvalidOperationException("A relationship cannot start after its end.");
        (RelationshipStart, RelationshipSource) = (day, source);
    }

    /// <summary>Ends the customer relationship; retention is counted from this day (N20).</summary>
    /// <param name="reason">Null where it is not known.</param>
    /// <param name="source">Null where it was told together with the beginning.</param>
    public void EndRelationship(DateOnly on, RelationshipEndReason? reason = null, Provenance? source = null)
    {
        if (on < RelationshipStart)
            throw new InvalidOperationException("A relationship cannot end before it starts.");
        (RelationshipEnd, RelationshipEndReason, RelationshipSource) = (on, reason, source ?? RelationshipSource);
    }

    /// <summary>The relationship goes on as if it had not ended; nothing is erased for its age while it lasts (N20).</summary>
    public void ReopenRelationship(Provenance? source) => (RelationshipEnd, RelationshipEndReason, RelationshipSource) = (null, null, source);

    /// <summary>Composes the search text again from what is loaded: names, e-mail, phones, organisations, and addresses unless they are protected; and by what the same person is found.</summary>
    public void RefreshSearchText()
    {
        if (isBeingComposed)
            return;
        SearchText = CustomerSearchText.Of(this);
        foreach (var address in addresses)
            address.KeepNamesakeKey(SortName);
    }

    /// <summary>Makes many changes with one search text at their end: composing it is what costs in an import.</summary>
    private void Compose(Action<Customer> changes)
    {
        isBeingComposed = true;
        changes(this);
        isBeingComposed = false;
        RefreshSearchText();
    }

    private static T Own<T>(List<T> all, T one) =>
        all.Contains(one) ? one : throw new InvalidOperationException("It belongs to somebody else.");
}

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.Property(c => c.FirstName).HasMaxLength(100);
        builder.Property(c => c.LastName).HasMaxLength(100);
        builder.Property(c => c.Email).HasMaxLength(254);
        builder.Property(c => c.Website).HasMaxLength(500);
        builder.Property(c => c.SourceKey).HasMaxLength(200);
        builder.Property(c => c.Note).HasMaxLength(Customer.LongestNote);
        builder.Property(c => c.SortName).HasMaxLength(220);
        builder.ComplexProperty(c => c.NameSource);
        builder.ComplexProperty(c => c.EmailSource);
        builder.ComplexProperty(c => c.WebsiteSource);
        builder.ComplexProperty(c => c.EInvoice, e =>
        {
            e.Property(a => a.Address).HasMaxLength(EInvoiceAddress.MaxLength);
            e.Property(a => a.Operator).HasMaxLength(EInvoiceAddress.MaxLength);
            e.Ignore(a => a.Kind);
            e.Ignore(a => a.ReadableAddress);
        });
        builder.ComplexProperty(c => c.EInvoiceSource);
        builder.ComplexProperty(c => c.ProtectionSource);
        builder.ComplexProperty(c => c.DeathSource);
        builder.ComplexProperty(c => c.NoteSource);
        builder.ComplexProperty(c => c.LanguageSource);
        builder.ComplexProperty(c => c.RelationshipSource);
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasIndex(c => c.SourceKey).IsUnique();
        builder.HasIndex(c => new { c.SortName, c.Number });
        // Addresses are looked up in lower case, by the index of the search's migration; this one holds the few who have none, in the order of lists.
        builder.HasIndex(c => new { c.SortName, c.Number }, "IX_Customers_WithoutEmail").HasFilter("\"Email\" is null");
        builder.HasIndex(c => c.RelationshipEnd);
        // Few have one, so the index holds only those: both databases write the condition the same way.
        builder.HasIndex(c => c.ProtectedUntil).HasFilter("\"ProtectedUntil\" is not null");
        builder.HasMany(c => c.Addresses).WithOne().HasForeignKey(a => a.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(c => c.Phones).WithOne().HasForeignKey(p => p.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(c => c.ContactRoles).WithOne(r => r.Customer).HasForeignKey(r => r.CustomerId).OnDelete(DeleteBehavior.Cascade);
        builder.Ignore(c => c.FullName);
        builder.Ignore(c => c.IsAddressProtected);
        builder.Ignore(c => c.AddressesAreHidden);
        builder.Ignore(c => c.IsDeceased);

        builder.HoldsPersonalData(DataCategory.Relationship, RowErasure.Delete, c => c.Id);
        builder.Personal(DataCategory.Name, c => c.FirstName, c => c.LastName, c => c.NameSource);
        builder.Personal(DataCategory.ContactDetails, c => c.Email, c => c.EmailSource, c => c.Website, c => c.WebsiteSource,
            c => c.EInvoice, c => c.EInvoiceSource, c => c.ProtectedSince, c => c.ProtectedUntil, c => c.ProtectionSource);
        builder.Personal(DataCategory.Relationship, c => c.Number, c => c.Language, c => c.LanguageSource, c => c.RelationshipStart, c => c.RelationshipEnd, c => c.RelationshipEndReason,
            c => c.RelationshipSource, c => c.DiedOn, c => c.DeathSource, c => c.SourceKey);
        builder.Personal(DataCategory.Notes, c => c.Note, c => c.NoteSource);
        builder.Portable(c => c.FirstName, c => c.LastName, c => c.Language, c => c.Email, c => c.Website, c => c.EInvoice);
        builder.NotPortable("Where the controller has it from.", c => c.NameSource, c => c.EmailSource, c => c.WebsiteSource, c => c.EInvoiceSource, c => c.LanguageSource, c => c.RelationshipSource, c => c.NoteSource);
        builder.NotPortable("Told by authorities.", c => c.ProtectedSince, c => c.ProtectedUntil, c => c.ProtectionSource, c => c.DiedOn, c => c.DeathSource);
        builder.NotPortable("The controller's own numbers, days and words.", c => c.Number, c => c.SourceKey, c => c.RelationshipStart, c => c.RelationshipEnd, c => c.RelationshipEndReason, c => c.Note);
        builder.MayNameOthers(c => c.Note);
        builder.NamesNobodyElse("Who and where the person is, where that is known from, and numbers.", c => c.FirstName, c => c.LastName, c => c.NameSource, c => c.EmailSource, c => c.WebsiteSource, c => c.EInvoice, c => c.EInvoiceSource, c => c.ProtectionSource,
            c => c.LanguageSource, c => c.RelationshipSource, c => c.DeathSource, c => c.SourceKey, c => c.NoteSource);
        builder.Derived(c => c.SortName, c => c.SearchText);
        builder.Technical(c => c.Id, c => c.Version);
    }
}
