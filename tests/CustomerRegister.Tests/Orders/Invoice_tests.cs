using CustomerRegister.Data;
using CustomerRegister.Orders;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerRegister.Tests.Orders;

/// <summary>What may be done to an invoice in each state, and where it leads.</summary>
public sealed class Invoice_tests
{
    private static readonly DateOnly Today = OrderRules.Today;

    [Theory]
    // Payments come in whatever the state.
    [InlineData(InvoiceState.Open, "pay", InvoiceState.Paid)]
    [InlineData(InvoiceState.Open, "pay part", InvoiceState.Open)]
    [InlineData(InvoiceState.InCollection, "pay", InvoiceState.Paid)]
    [InlineData(InvoiceState.InCollection, "pay part", InvoiceState.InCollection)]
    [InlineData(InvoiceState.Paid, "pay part", InvoiceState.Paid)]
    [InlineData(InvoiceState.Credited, "pay part", InvoiceState.Credited)]
    [InlineData(InvoiceState.WrittenOff, "pay part", InvoiceState.WrittenOff)]
    [InlineData(InvoiceState.WrittenOff, "pay", InvoiceState.Paid)]
    [InlineData(InvoiceState.Paid, "correct", InvoiceState.Open)]
    [InlineData(InvoiceState.Open, "credit", InvoiceState.Credited)]
    [InlineData(InvoiceState.Open, "credit part", InvoiceState.Open)]
    [InlineData(InvoiceState.InCollection, "credit", InvoiceState.Credited)]
    [InlineData(InvoiceState.InCollection, "credit part", InvoiceState.InCollection)]
    [InlineData(InvoiceState.Paid, "credit", InvoiceState.Credited)]
    [InlineData(InvoiceState.Paid, "credit part", InvoiceState.Paid)]
    [InlineData(InvoiceState.Open, "collect", InvoiceState.InCollection)]
    [InlineData(InvoiceState.InCollection, "end collection", InvoiceState.Open)]
    [InlineData(InvoiceState.Open, "write off", InvoiceState.WrittenOff)]
    [InlineData(InvoiceState.InCollection, "write off", InvoiceState.WrittenOff)]
    public void What_happens_leads_to_its_state(InvoiceState from, string what, InvoiceState to)
    {
        var invoice = In(from);
        Do(invoice, what);
        Assert.Equal(to, invoice.State);
        AssertSum(invoice);
        Assert.Equal(invoice.IsUnsettled, invoice.SettledOn is null);
        Assert.Equal(to == InvoiceState.InCollection, invoice.OpenCase is not null);
    }

    [Theory]
    [InlineData(InvoiceState.Credited, "credit", InvoiceRefusal.NothingToCredit)]
    [InlineData(InvoiceState.WrittenOff, "credit", InvoiceRefusal.AlreadyWrittenOff)]
    [InlineData(InvoiceState.InCollection, "collect", InvoiceRefusal.AlreadyInCollection)]
    [InlineData(InvoiceState.Paid, "collect", InvoiceRefusal.AlreadySettled)]
    [InlineData(InvoiceState.Credited, "collect", InvoiceRefusal.AlreadySettled)]
    [InlineData(InvoiceState.WrittenOff, "collect", InvoiceRefusal.AlreadySettled)]
    [InlineData(InvoiceState.Open, "end collection", InvoiceRefusal.NotInCollection)]
    [InlineData(InvoiceState.Paid, "end collection", InvoiceRefusal.NotInCollection)]
    [InlineData(InvoiceState.Paid, "write off", InvoiceRefusal.AlreadySettled)]
    [InlineData(InvoiceState.Credited, "write off", InvoiceRefusal.AlreadySettled)]
    [InlineData(InvoiceState.WrittenOff, "write off", InvoiceRefusal.AlreadySettled)]
    [InlineData(InvoiceState.Open, "correct", InvoiceRefusal.MoreThanReceived)]
    [InlineData(InvoiceState.Open, "refund", InvoiceRefusal.MoreThanOverpaid)]
    [InlineData(InvoiceState.Paid, "refund", InvoiceRefusal.MoreThanOverpaid)]
    public void What_a_state_does_not_allow_is_refused_with_its_reason(InvoiceState from, string what, InvoiceRefusal refusal)
    {
        var invoice = In(from);
        Assert.Equal(refusal, RefusalTo(invoice, what));
        Assert.Throws<InvalidOperationException>(() => Do(invoice, what));
        Assert.Equal(from, invoice.State);
    }

    [Fact]
    public void Amounts_and_days_of_a_payment_are_checked()
    {
        var invoice = In(InvoiceState.Open);
        Assert.Equal(InvoiceRefusal.AmountNotPositive, invoice.RefusalToRecord(PaymentKind.Payment, 0, Today, Today));
        Assert.Equal(InvoiceRefusal.AmountTooPrecise, invoice.RefusalToRecord(PaymentKind.Payment, 0.001m, Today, Today));
        Assert.Equal(InvoiceRefusal.AmountTooLarge, invoice.RefusalToRecord(PaymentKind.Payment, Invoice.MostPaid + 1, Today, Today));
        Assert.Equal(InvoiceRefusal.BeforeInvoice, invoice.RefusalToRecord(PaymentKind.Payment, 1, invoice.InvoicedOn.AddDays(-1), Today));
        Assert.Equal(InvoiceRefusal.InFuture, invoice.RefusalToRecord(PaymentKind.Payment, 1, Today.AddDays(1), Today));
        Assert.Null(invoice.RefusalToRecord(PaymentKind.Payment, 1, Today, Today));
    }

    [Fact]
    public void Collection_needs_a_collector_and_an_invoice_past_its_due_date()
    {
        var invoice = In(InvoiceState.Open);
        Assert.Equal(InvoiceRefusal.NotDue, invoice.RefusalToCollect("Perintä Oy", invoice.DueOn, Today));
        Assert.Null(invoice.RefusalToCollect("Perintä Oy", invoice.DueOn.AddDays(1), Today));
        Assert.Equal(InvoiceRefusal.CollectorMissing, invoice.RefusalToCollect(" ", Today, Today));
        Assert.Equal(InvoiceRefusal.InFuture, invoice.RefusalToCollect("Perintä Oy", Today.AddDays(1), Today));
        invoice.SendToCollection("Perintä Oy", Today, OrderRules.Clock);
        Assert.Equal(InvoiceRefusal.BeforeCollection, invoice.RefusalToEndCollection(Today.AddDays(-1), Today));
    }

    [Fact]
    public void Write_off_and_credit_note_need_a_reason()
    {
        Assert.Equal(InvoiceRefusal.ReasonMissing, In(InvoiceState.Open).RefusalToWriteOff(" ", Today, Today));
        var invoice = In(InvoiceState.Open);
        Assert.Equal(InvoiceRefusal.ReasonMissing, invoice.RefusalToCredit(invoice.Creditable, "", Today, Today));
        Assert.Equal(InvoiceRefusal.MoreThanInvoiced, invoice.RefusalToCredit(new Dictionary<int, decimal> { [1] = 1.5m }, "x", Today, Today));
        Assert.Equal(InvoiceRefusal.MoreThanInvoiced, invoice.RefusalToCredit(new Dictionary<int, decimal> { [2] = 1 }, "x", Today, Today));
        Assert.Equal(InvoiceRefusal.NothingToCredit, invoice.RefusalToCredit(new Dictionary<int, decimal>(), "x", Today, Today));
    }

    [Fact]
    public void What_came_in_too_much_is_shown_and_can_be_paid_back()
    {
        var invoice = In(InvoiceState.Open);
        invoice.Record(PaymentKind.Payment, 130, Today, OrderRules.Clock);
        Assert.Equal((100m, 30m, 0m, InvoiceState.Paid), (invoice.Paid, invoice.Overpaid, invoice.Balance, invoice.State));
        Assert.Equal(InvoiceRefusal.MoreThanOverpaid, invoice.RefusalToRecord(PaymentKind.Refund, 30.01m, Today, Today));
        invoice.Record(PaymentKind.Refund, 30, Today, OrderRules.Clock);
        Assert.Equal((100m, 0m, InvoiceState.Paid), (invoice.Paid, invoice.Overpaid, invoice.State));
        Assert.Equal([130m, -30m], invoice.Payments.Select(p => p.Amount));
    }

    [Fact]
    public void Credit_note_of_a_paid_invoice_leaves_money_to_pay_back()
    {
        var invoice = In(InvoiceState.Paid);
        invoice.CreditAll();
        Assert.Equal((0m, 100m, 100m, InvoiceState.Credited), (invoice.Paid, invoice.Credited, invoice.Overpaid, invoice.State));
    }

    [Fact]
    public void Money_after_a_write_off_makes_the_loss_smaller()
    {
        var invoice = In(InvoiceState.WrittenOff);
        invoice.Record(PaymentKind.Payment, 40, Today, OrderRules.Clock);
        Assert.Equal((40m, 60m, 0m), (invoice.Paid, invoice.WrittenOff, invoice.Balance));
        invoice.Record(PaymentKind.Payment, 70, Today, OrderRules.Clock);
        Assert.Equal((100m, 0m, 10m, InvoiceState.Paid), (invoice.Paid, invoice.WrittenOff, invoice.Overpaid, invoice.State));
    }

    [Theory]
    [InlineData("pay", CollectionOutcome.Paid)]
    [InlineData("credit", CollectionOutcome.Withdrawn)]
    [InlineData("write off", CollectionOutcome.Unsuccessful)]
    public void Settling_an_invoice_ends_its_collection(string what, CollectionOutcome outcome)
    {
        var invoice = In(InvoiceState.InCollection);
        Do(invoice, what);
        var ended = Assert.Single(invoice.CollectionCases);
        Assert.Equal((outcome, Today), (ended.Outcome, ended.ClosedOn));
    }

    [Fact]
    public void Payment_settles_on_its_own_day()
    {
        var invoice = In(InvoiceState.Open);
        invoice.Record(PaymentKind.Payment, 60, new DateOnly(2026, 11, 3), OrderRules.Clock);
        Assert.Null(invoice.SettledOn);
        invoice.Record(PaymentKind.Payment, 40, new DateOnly(2026, 11, 10), OrderRules.Clock);
        Assert.Equal(new DateOnly(2026, 11, 10), invoice.SettledOn);
        invoice.Record(PaymentKind.Payment, 1, Today, OrderRules.Clock);
        Assert.Equal(new DateOnly(2026, 11, 10), invoice.SettledOn);
    }

    [Fact]
    public void Buyer_is_kept_until_the_invoice_is_settled_and_then_wholly_forgotten()
    {
        var invoice = In(InvoiceState.Open);
        Assert.Throws<InvalidOperationException>(invoice.ForgetBuyer);
        invoice.CreditAll();
        invoice.ForgetBuyer();
        Assert.Null(invoice.BuyerName);
        Assert.Null(Assert.Single(invoice.CreditNotes).Reason);
    }

    [Fact]
    public void Reference_number_follows_from_the_number_of_the_invoice() =>
        Assert.Equal(ReferenceNumber.For(50001), In(InvoiceState.Open).Reference);

    [Fact]
    public void Paid_credited_written_off_and_balance_always_come_to_the_total() => Prop.ForAll(
        (from order in Sums_tests.AnyOrder.Where(o => InvoicedLines.SumsOf(o).Total > 0)
         from acts in (from what in Gen.Choose(0, 6) from size in Gen.Choose(1, 2000) select (what, size)).ListOf()
         select (order, acts)).ToArbitrary(), c =>
    {
        var invoice = OrderRules.Invoice(c.order);
        foreach (var (what, size) in c.acts)
        {
            Try(invoice, what, size);
            AssertSum(invoice);
            Assert.Equal(invoice.Received, invoice.Payments.Sum(p => p.Amount));
            Assert.Equal(invoice.Credited, invoice.CreditNotes.Sum(n => n.Total));
            Assert.All(invoice.CreditNotes, n => Assert.Equal(n.Total, invoice.SumsOf(n).Total));
            Assert.Equal(invoice.Balance > 0, invoice.IsUnsettled);
            Assert.Equal(invoice.IsUnsettled, invoice.SettledOn is null);
            Assert.Equal(invoice.State == InvoiceState.InCollection, invoice.OpenCase is not null);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Credit_notes_for_all_parts_come_to_the_invoice_to_the_cent() => Prop.ForAll(
        Sums_tests.AnyOrder.Where(o => InvoicedLines.SumsOf(o).Total > 0).ToArbitrary(), order =>
    {
        var invoice = OrderRules.Invoice(order);
        var number = 60000L;
        // Piece by piece, line by line, in as many notes as there are pieces.
        foreach (var line in invoice.Lines)
        {
            for (var left = line.Quantity; left > 0; left--)
            {
                var part = new Dictionary<int, decimal> { [line.Position] = Math.Min(1, left) };
                if (invoice.RefusalToCredit(part, "x", Today, Today) is null)
                    invoice.Credit(EntityKey.New<CreditNoteId>(OrderRules.Clock), number++, part, "x", Today, OrderRules.Clock);
            }
        }

        if (invoice.RefusalToCredit(invoice.Creditable, "x", Today, Today) is null)
            invoice.CreditAll(number);
        return invoice.Credited == invoice.Total;
    }).QuickCheckThrowOnFailure();

    private static Invoice In(InvoiceState state)
    {
        var invoice = OrderRules.Invoice();
        switch (state)
        {
            case InvoiceState.Paid: Do(invoice, "pay"); break;
            case InvoiceState.InCollection: Do(invoice, "collect"); break;
            case InvoiceState.Credited: Do(invoice, "credit"); break;
            case InvoiceState.WrittenOff: Do(invoice, "write off"); break;
        }

        Assert.Equal(state, invoice.State);
        return invoice;
    }

    private static InvoiceRefusal? RefusalTo(Invoice invoice, string what) => what switch
    {
        "correct" => invoice.RefusalToRecord(PaymentKind.Correction, 10, Today, Today),
        "refund" => invoice.RefusalToRecord(PaymentKind.Refund, 10, Today, Today),
        "credit" => invoice.RefusalToCredit(invoice.Creditable, "Palautus", Today, Today),
        "collect" => invoice.RefusalToCollect("Perintä Oy", Today, Today),
        "end collection" => invoice.RefusalToEndCollection(Today, Today),
        "write off" => invoice.RefusalToWriteOff("Varaton", Today, Today),
        _ => throw new ArgumentException(what, nameof(what)),
    };

    private static void Do(Invoice invoice, string what)
    {
        switch (what)
        {
            case "pay": invoice.Record(PaymentKind.Payment, 100, Today, OrderRules.Clock); break;
            case "pay part": invoice.Record(PaymentKind.Payment, 10, Today, OrderRules.Clock); break;
            case "correct": invoice.Record(PaymentKind.Correction, 10, Today, OrderRules.Clock); break;
            case "refund": invoice.Record(PaymentKind.Refund, 10, Today, OrderRules.Clock); break;
            case "credit": invoice.CreditAll(); break;
            case "credit part": invoice.Credit(EntityKey.New<CreditNoteId>(OrderRules.Clock), 50003, new Dictionary<int, decimal> { [1] = 0.1m }, "Osa", Today, OrderRules.Clock); break;
            case "collect": invoice.SendToCollection("Perintä Oy", Today, OrderRules.Clock); break;
            case "end collection": invoice.EndCollection(CollectionOutcome.Withdrawn, Today, OrderRules.Clock); break;
            case "write off": invoice.WriteOff("Varaton", Today, OrderRules.Clock); break;
            default: throw new ArgumentException(what, nameof(what));
        }
    }

    private static void Try(Invoice invoice, int what, int size)
    {
        var amount = size / 10m;
        switch (what)
        {
            case <= 2 when invoice.RefusalToRecord((PaymentKind)what, amount, Today, Today) is null:
                invoice.Record((PaymentKind)what, amount, Today, OrderRules.Clock);
                break;
            case 3:
                var part = new Dictionary<int, decimal> { [1 + size % invoice.Lines.Count] = 1 };
                if (invoice.RefusalToCredit(part, "x", Today, Today) is null)
                    invoice.Credit(EntityKey.New<CreditNoteId>(OrderRules.Clock), 60000 + invoice.CreditNotes.Count, part, "x", Today, OrderRules.Clock);
                break;
            case 4 when invoice.RefusalToCollect("x", Today, Today) is null:
                invoice.SendToCollection("x", Today, OrderRules.Clock);
                break;
            case 5 when invoice.RefusalToEndCollection(Today, Today) is null:
                invoice.EndCollection(CollectionOutcome.Withdrawn, Today, OrderRules.Clock);
                break;
            case 6 when size % 3 == 0 && invoice.RefusalToWriteOff("x", Today, Today) is null:
                invoice.WriteOff("x", Today, OrderRules.Clock);
                break;
        }
    }

    private static void AssertSum(Invoice invoice)
    {
        Assert.Equal(invoice.Total, invoice.Paid + invoice.Credited + invoice.WrittenOff + invoice.Balance);
        Assert.All([invoice.Paid, invoice.Credited, invoice.WrittenOff, invoice.Balance, invoice.Overpaid], part => Assert.True(part >= 0, $"{part}"));
    }
}
