using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CustomerRegister.Orders;

public readonly record struct InvoiceId(Guid Value) : IEntityKey<InvoiceId>
{
    public static InvoiceId From(Guid value) => new(value);
}

public enum InvoiceState
{
    Open,
    Paid,
    InCollection,
    Credited,
    WrittenOff,
}

/// <summary>Why nothing is done to an invoice.</summary>
public enum InvoiceRefusal
{
    NotFound,
    AlreadySettled,
    AmountNotPositive,
    AmountTooPrecise,
    AmountTooLarge,
    MoreThanOverpaid,
    MoreThanReceived,
    BeforeInvoice,
    InFuture,
    NothingToCredit,
    MoreThanInvoiced,
    AlreadyWrittenOff,
    NotDue,
    AlreadyInCollection,
    NotInCollection,
    BeforeCollection,
    CollectorMissing,
    ReasonMissing,
}

/// <summary>Who is asked to pay, as written on an invoice.</summary>
/// <param name="EInvoiceAddress">Where the buyer takes electronic invoices (OVT code or IBAN).</param>
/// <param name="EInvoiceOperator">The operator that takes them there.</param>
public sealed record Buyer(string Name, PostalAddress? Address, BusinessId? BusinessId = null, string? EInvoiceAddress = null, string? EInvoiceOperator = null);

/// <summary>
/// An invoice with its own copy of the buyer, so that the voucher can be kept its period (Accounting Act 2:10) after the rest of the person has gone.
/// Its state follows from what has happened: always <c>Paid + Credited + WrittenOff + Balance = Total</c>, and what has come in beyond that is <see cref="Overpaid"/>.
/// </summary>
public sealed class Invoice : IVersioned
{
    public const int LongestReason = 500;
    public const int LongestCollector = 200;

    /// <summary>Beyond this an amount is a slip of the hand.</summary>
    public const decimal MostPaid = 100_000_000m;

    private readonly List<InvoiceLine> lines = [];
    private readonly List<InvoicePayment> payments = [];
    private readonly List<CreditNote> creditNotes = [];
    private readonly List<CollectionCase> collectionCases = [];

    private Invoice() { }

    public InvoiceId Id { get; private set; }
    public long Number { get; private set; }
    /// <summary>By which a payment is known to be for this invoice.</summary>
    public ReferenceNumber Reference { get; private set; } = null!;
    public CustomerId? CustomerId { get; private set; }
    public OrganisationId? OrganisationId { get; private set; }
    public OrderId? OrderId { get; private set; }
    public string? BuyerName { get; private set; }
    public PostalAddress? BuyerAddress { get; private set; }
    public BusinessId? BuyerBusinessId { get; private set; }
    public string? BuyerEInvoiceAddress { get; private set; }
    public string? BuyerEInvoiceOperator { get; private set; }
    /// <summary>The language of the invoice.</summary>
    public Language Language { get; private set; }
    public DateOnly InvoicedOn { get; private set; }
    public DateOnly DueOn { get; private set; }
    /// <summary>When the goods were delivered; null while they are not.</summary>
    public DateOnly? DeliveredOn { get; private set; }
    /// <summary>Without value added tax, in cents.</summary>
    public decimal Net { get; private set; }
    /// <summary>With value added tax, in cents: see <see cref="Sums"/>.</summary>
    public decimal Total { get; private set; }
    /// <summary>ISO 4217.</summary>
    public string Currency { get; private set; } = "";
    /// <summary>All money that has come in, less what was paid back.</summary>
    public decimal Received { get; private set; }
    public decimal Credited { get; private set; }
    public decimal WrittenOff { get; private set; }
    public DateOnly? WrittenOffOn { get; private set; }
    public string? WriteOffReason { get; private set; }
    public InvoiceState State { get; private set; }
    /// <summary>The day from which nothing was asked for any more: paid, credited or written off.</summary>
    public DateOnly? SettledOn { get; private set; }
    public long Version { get; set; }

    public IReadOnlyList<InvoiceLine> Lines => lines;
    public IReadOnlyList<InvoicePayment> Payments => payments;
    public IReadOnlyList<CreditNote> CreditNotes => creditNotes;
    public IReadOnlyList<CollectionCase> CollectionCases => collectionCases;

    /// <summary>What has come in for this invoice, as far as it was owed.</summary>
    public decimal Paid => Math.Min(Received, Total - Credited - WrittenOff);

    /// <summary>What has come in beyond what was owed, and belongs to the buyer.</summary>
    public decimal Overpaid => Received - Paid;

    /// <summary>What is still owed.</summary>
    public decimal Balance => Total - Credited - WrittenOff - Paid;

    /// <summary>Open and in collection: money is still asked for.</summary>
    public bool IsUnsettled => State is InvoiceState.Open or InvoiceState.InCollection;

    public CollectionCase? OpenCase => collectionCases.Find(c => c.IsOpen);

    /// <summary>The sums by rate of tax.</summary>
    public Sums Sums => Sums.Of(lines.Select(l => (l.Net, l.VatRate)));

    /// <exception cref="InvalidOperationException">The rate of a line of the order is not known, or the sum is not positive.</exception>
    public static Invoice Send(InvoiceId id, long number, Order order, Buyer buyer, Language language, DateOnly invoicedOn, DateOnly dueOn)
    {
        var invoice = new Invoice
        {
            Id = id,
            Number = number,
            Reference = ReferenceNumber.For(number),
            OrderId = order.Id,
            CustomerId = order.CustomerId,
            OrganisationId = order.OrganisationId,
            BuyerName = buyer.Name,
            BuyerAddress = buyer.Address,
            BuyerBusinessId = buyer.BusinessId,
            BuyerEInvoiceAddress = buyer.EInvoiceAddress,
            BuyerEInvoiceOperator = buyer.EInvoiceOperator,
            Language = language,
            InvoicedOn = invoicedOn,
            DueOn = dueOn,
            DeliveredOn = order.DeliveredOn,
            Currency = order.Currency,
        };
        invoice.lines.AddRange(InvoicedLines.Of(order).Select((line, i) => InvoiceLine.Of(id, i + 1, line)));
        var sums = invoice.Sums;
        if (sums.Total <= 0)
            throw new InvalidOperationException("There is nothing to invoice.");
        (invoice.Net, invoice.Total) = (sums.Net, sums.Total);
        order.Invoiced();
        return invoice;
    }

    /// <summary>Whether this may be recorded as received, paid back or corrected.</summary>
    public InvoiceRefusal? RefusalToRecord(PaymentKind kind, decimal amount, DateOnly on, DateOnly today) =>
        amount <= 0 ? InvoiceRefusal.AmountNotPositive
        : amount != Sums.Cents(amount) ? InvoiceRefusal.AmountTooPrecise
        : amount > MostPaid ? InvoiceRefusal.AmountTooLarge
        : on < InvoicedOn ? InvoiceRefusal.BeforeInvoice
        : on > today ? InvoiceRefusal.InFuture
        : kind == PaymentKind.Refund && amount > Overpaid ? InvoiceRefusal.MoreThanOverpaid
        : kind == PaymentKind.Correction && amount > Received ? InvoiceRefusal.MoreThanReceived
        : null;

    /// <summary>
    /// Money came in, was paid back, or was never there. More than what is owed may come in; what comes in after a write-off makes the loss smaller.
    /// A correction may make the invoice open again.
    /// </summary>
    /// <param name="amount">Positive, in cents.</param>
    public InvoicePayment Record(PaymentKind kind, decimal amount, DateOnly on, TimeProvider clock)
    {
        Demand(RefusalToRecord(kind, amount, on, clock.Today()));
        var payment = InvoicePayment.Of(Id, kind, amount, on, clock);
        payments.Add(payment);
        Received += payment.Amount;
        if (kind == PaymentKind.Payment)
            WrittenOff -= Math.Min(WrittenOff, Overpaid);
        Weigh(on, CollectionOutcome.Paid);
        return payment;
    }

    /// <summary>How much of each line has not been credited, by position.</summary>
    public IReadOnlyDictionary<int, decimal> Creditable => lines.ToDictionary(l => l.Position, l => l.Quantity - CreditedOf(l.Position, creditNotes));

    /// <param name="quantities">How much of which line, by position.</param>
    public InvoiceRefusal? RefusalToCredit(IReadOnlyDictionary<int, decimal> quantities, string reason, DateOnly on, DateOnly today)
    {
        var left = Creditable;
        return WrittenOff > 0 ? InvoiceRefusal.AlreadyWrittenOff
            : string.IsNullOrWhiteSpace(reason) ? InvoiceRefusal.ReasonMissing
            : on < InvoicedOn ? InvoiceRefusal.BeforeInvoice
            : on > today ? InvoiceRefusal.InFuture
            : quantities.Any(q => q.Value < 0 || q.Value > left.GetValueOrDefault(q.Key)) ? InvoiceRefusal.MoreThanInvoiced
            : SumsAfter(quantities).Less(CreditedSums(creditNotes)).Total <= 0 ? InvoiceRefusal.NothingToCredit
            : null;
    }

    /// <summary>
    /// Credits parts of lines, or all. Each note is the difference between what is credited with it and without it, so that notes for all parts come to the invoice to the cent.
    /// </summary>
    public CreditNote Credit(CreditNoteId id, long number, IReadOnlyDictionary<int, decimal> quantities, string reason, DateOnly on, TimeProvider clock)
    {
        Demand(RefusalToCredit(quantities, reason, on, clock.Today()));
        var note = CreditNote.Of(id, Id, number, reason.Trim(), on, quantities);
        note.ComesTo(SumsAfter(quantities).Less(CreditedSums(creditNotes)).Total);
        creditNotes.Add(note);
        Credited += note.Total;
        Weigh(on, CollectionOutcome.Withdrawn);
        return note;
    }

    /// <summary>The sums of one of the invoice's credit notes by rate of tax.</summary>
    public Sums SumsOf(CreditNote note)
    {
        var before = creditNotes.Where(n => n.Number < note.Number).ToList();
        return CreditedSums([.. before, note]).Less(CreditedSums(before));
    }

    /// <summary>What one line of a credit note comes to without tax, in cents.</summary>
    public decimal NetOf(CreditNote note, CreditNoteLine credited)
    {
        var line = lines.Single(l => l.Position == credited.Position);
        var before = CreditedOf(line.Position, creditNotes.Where(n => n.Number < note.Number));
        return line.NetOf(before + credited.Quantity) - line.NetOf(before);
    }

    public InvoiceRefusal? RefusalToCollect(string collector, DateOnly on, DateOnly today) =>
        !IsUnsettled ? InvoiceRefusal.AlreadySettled
        : OpenCase is not null ? InvoiceRefusal.AlreadyInCollection
        : string.IsNullOrWhiteSpace(collector) ? InvoiceRefusal.CollectorMissing
        : on > today ? InvoiceRefusal.InFuture
        : on <= DueOn ? InvoiceRefusal.NotDue
        : null;

    public CollectionCase SendToCollection(string collector, DateOnly on, TimeProvider clock)
    {
        Demand(RefusalToCollect(collector, on, clock.Today()));
        var opened = CollectionCase.Open(Id, collector.Trim(), on, clock);
        collectionCases.Add(opened);
        Weigh(on, CollectionOutcome.Paid);
        return opened;
    }

    public InvoiceRefusal? RefusalToEndCollection(DateOnly on, DateOnly today) =>
        OpenCase is not { } open ? InvoiceRefusal.NotInCollection
        : on > today ? InvoiceRefusal.InFuture
        : on < open.OpenedOn ? InvoiceRefusal.BeforeCollection
        : null;

    /// <summary>Takes the invoice back from the collector although it is not settled; settling it ends the case by itself.</summary>
    public void EndCollection(CollectionOutcome outcome, DateOnly on, TimeProvider clock)
    {
        Demand(RefusalToEndCollection(on, clock.Today()));
        OpenCase!.Close(outcome, on);
        Weigh(on, outcome);
    }

    public InvoiceRefusal? RefusalToWriteOff(string reason, DateOnly on, DateOnly today) =>
        !IsUnsettled ? InvoiceRefusal.AlreadySettled
        : string.IsNullOrWhiteSpace(reason) ? InvoiceRefusal.ReasonMissing
        : on < InvoicedOn ? InvoiceRefusal.BeforeInvoice
        : on > today ? InvoiceRefusal.InFuture
        : null;

    /// <summary>What is still owed is booked as a loss.</summary>
    public void WriteOff(string reason, DateOnly on, TimeProvider clock)
    {
        Demand(RefusalToWriteOff(reason, on, clock.Today()));
        WrittenOff += Balance;
        (WriteOffReason, WrittenOffOn) = (reason.Trim(), on);
        Weigh(on, CollectionOutcome.Unsuccessful);
    }

    /// <summary>Clears the copy of the buyer and the words written about them, when neither the money nor the law asks for them any more.</summary>
    /// <remarks>The credit notes must be loaded.</remarks>
    public void ForgetBuyer()
    {
        if (IsUnsettled)
            throw new InvalidOperationException("The buyer of an invoice that is not settled is still needed.");
        (BuyerName, BuyerAddress, BuyerBusinessId, BuyerEInvoiceAddress, BuyerEInvoiceOperator, WriteOffReason) = (null, null, null, null, null, null);
        creditNotes.ForEach(n => n.ForgetReason());
    }

    /// <summary>Derives the state; whatever settles the invoice ends its collection too.</summary>
    private void Weigh(DateOnly on, CollectionOutcome settledBy)
    {
        if (Balance > 0)
        {
            (State, SettledOn) = (OpenCase is null ? InvoiceState.Open : InvoiceState.InCollection, null);
            return;
        }

        OpenCase?.Close(settledBy, on < OpenCase.OpenedOn ? OpenCase.OpenedOn : on);
        SettledOn ??= on;
        State = WrittenOff > 0 ? InvoiceState.WrittenOff : Paid == 0 ? InvoiceState.Credited : InvoiceState.Paid;
    }

    private Sums CreditedSums(IEnumerable<CreditNote> notes)
    {
        var counted = notes.ToList();
        return Sums.Of(lines.Select(l => (l.NetOf(CreditedOf(l.Position, counted)), l.VatRate)));
    }

    private Sums SumsAfter(IReadOnlyDictionary<int, decimal> quantities) =>
        Sums.Of(lines.Select(l => (l.NetOf(CreditedOf(l.Position, creditNotes) + quantities.GetValueOrDefault(l.Position)), l.VatRate)));

    private static decimal CreditedOf(int position, IEnumerable<CreditNote> notes) =>
        notes.SelectMany(n => n.Lines).Where(l => l.Position == position).Sum(l => l.Quantity);

    private static void Demand(InvoiceRefusal? refusal)
    {
        if (refusal is not null)
            throw new InvalidOperationException($"The invoice's state does not allow it: {refusal}.");
    }
}

internal sealed class InvoiceMapping : IEntityTypeConfiguration<Invoice>
{
    public void Configure(EntityTypeBuilder<Invoice> builder)
    {
        builder.Property(i => i.Reference).HasMaxLength(ReferenceNumber.MaxLength);
        builder.Property(i => i.BuyerName).HasMaxLength(200);
        builder.Property(i => i.BuyerBusinessId).HasMaxLength(9);
        builder.Property(i => i.BuyerEInvoiceAddress).HasMaxLength(40);
        builder.Property(i => i.BuyerEInvoiceOperator).HasMaxLength(40);
        builder.Property(i => i.Currency).HasMaxLength(3);
        builder.Property(i => i.WriteOffReason).HasMaxLength(Invoice.LongestReason);
        builder.ComplexProperty(i => i.BuyerAddress, a => a.HasDiscriminator());
        foreach (var derived in new[] { nameof(Invoice.IsUnsettled), nameof(Invoice.Paid), nameof(Invoice.Overpaid), nameof(Invoice.Balance), nameof(Invoice.Sums), nameof(Invoice.Creditable), nameof(Invoice.OpenCase) })
            builder.Ignore(derived);
        builder.HasIndex(i => i.Number).IsUnique();
        builder.HasIndex(i => i.Reference).IsUnique();
        builder.HasIndex(i => new { i.CustomerId, i.State });
        builder.HasIndex(i => new { i.OrganisationId, i.Number });
        builder.HasIndex(i => new { i.State, i.DueOn, i.Number });
        builder.HasIndex(i => new { i.State, i.Number });
        // The overdue list is read in this order, and holds few of all invoices.
        builder.HasIndex(i => new { i.DueOn, i.Number }).HasFilter("\"SettledOn\" is null");
        builder.HasOne<Customer>().WithMany().HasForeignKey(i => i.CustomerId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Order>().WithMany().HasForeignKey(i => i.OrderId).OnDelete(DeleteBehavior.SetNull);
        builder.HasMany(i => i.Lines).WithOne().HasForeignKey(l => l.InvoiceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(i => i.Payments).WithOne().HasForeignKey(p => p.InvoiceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(i => i.CreditNotes).WithOne().HasForeignKey(n => n.InvoiceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(i => i.CollectionCases).WithOne().HasForeignKey(c => c.InvoiceId).OnDelete(DeleteBehavior.Cascade);

        builder.HoldsPersonalData(DataCategory.InvoicingDetails, RowErasure.Anonymise, i => i.CustomerId);
        builder.Factual(DataCategory.InvoicingDetails,
            i => i.Number, i => i.Reference, i => i.Language, i => i.InvoicedOn, i => i.DueOn, i => i.DeliveredOn, i => i.Net, i => i.Total, i => i.Currency,
            i => i.Received, i => i.Credited, i => i.WrittenOff, i => i.WrittenOffOn, i => i.State, i => i.SettledOn);
        builder.Personal(DataCategory.InvoicingDetails,
            i => i.BuyerName, i => i.BuyerAddress, i => i.BuyerBusinessId, i => i.BuyerEInvoiceAddress, i => i.BuyerEInvoiceOperator, i => i.WriteOffReason);
        builder.NotPortable("A document of the controller; what was bought goes along with the order.");
        builder.MayNameOthers(i => i.WriteOffReason);
        builder.NamesNobodyElse("The buyer as on the voucher.", i => i.BuyerName, i => i.BuyerAddress, i => i.BuyerBusinessId, i => i.BuyerEInvoiceAddress, i => i.BuyerEInvoiceOperator);
        builder.Technical(i => i.Id, i => i.CustomerId, i => i.OrganisationId, i => i.OrderId, i => i.Version);
    }
}
