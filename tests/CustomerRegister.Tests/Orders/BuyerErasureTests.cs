using CustomerRegister.Orders;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Orders;

/// <summary>What invoices mean for erasure: money that is asked for keeps the buyer, and what is settled lets them go with all that was written about them.</summary>
[Clause("N19")]
public abstract class BuyerErasureTests(Engine engine) : InvoicingTest(engine)
{
    [Fact]
    public async Task Part_payment_keeps_its_ground_and_full_payment_ends_it()
    {
        var customer = await Buyer();
        var invoice = await Invoiced(customer.Id);
        await Pay(63.02m);
        Assert.Contains(await Grounds(), g => g.Kind == GroundKind.OpenInvoice && g.Reference == invoice.Number);
        await App.Use((SendToCollection send) => send.Run(new(invoice.Id, "Perintä Oy", Today), Accountant, Ct));
        Assert.Contains(await Grounds(), g => g.Kind == GroundKind.Collection && g.Reference == invoice.Number);
        await Pay(100m);
        // The voucher alone is left, and keeps the invoicing details only.
        Assert.Equal([GroundKind.AccountingAct], (await Grounds()).Select(g => g.Kind));

        Task Pay(decimal amount) => App.Use((RecordPayment record) => record.Run(new(invoice.Id, PaymentKind.Payment, amount, Today), Accountant, Ct));
        async Task<List<Ground>> Grounds() => [.. (await App.Use((ReadErasureFacts read) => read.Run([customer.Id], Ct)))
            .Select(f => ErasurePlan.Of(f.Value, Today, RetentionRules.OfTheNotice)).Single().Grounds];
    }

    [Fact]
    public async Task Erasing_the_buyer_leaves_no_word_about_them_on_invoice_or_credit_note()
    {
        var customer = await Buyer();
        var invoice = await Invoiced(customer.Id);
        await App.Use((CreditInvoice credit) => credit.Run(new(invoice.Id, new Dictionary<int, decimal> { [1] = 1 }, "Aino Virtanen valitti", Today), Accountant, Ct));
        await App.Use((WriteOffInvoice writeOff) => writeOff.Run(new(invoice.Id, "Aino Virtanen on varaton", Today), Accountant, Ct));
        await App.Use(async (CustomerRegister.Data.RegisterContext db) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await new ErasePeople(db).Run(PersonScope.One(customer.Id), Enum.GetValues<DataCategory>().ToHashSet(), Ct);
            await transaction.CommitAsync(Ct);
        });

        var stored = await Stored(invoice.Id);
        Assert.Equal((null, null, null, null), (stored.CustomerId, stored.BuyerName, stored.BuyerAddress, stored.WriteOffReason));
        Assert.Null(Assert.Single(stored.CreditNotes).Reason);
        // The sums stay for the books.
        Assert.Equal((163.02m, InvoiceState.WrittenOff), (stored.Total, stored.State));
    }

    [Fact]
    public async Task Buyer_of_an_old_voucher_is_forgotten_with_the_words_of_its_credit_notes()
    {
        var customer = await Buyer();
        var invoice = await Invoiced(customer.Id, on: new DateOnly(2019, 5, 5));
        await App.Use((CreditInvoice credit) => credit.Run(new(invoice.Id, new Dictionary<int, decimal> { [1] = 1 }, "Aino valitti", Today), Accountant, Ct));
        var left = (await Stored(invoice.Id)).Balance;
        await App.Use((RecordPayment record) => record.Run(new(invoice.Id, PaymentKind.Payment, left, Today), Accountant, Ct));
        // The person has gone; the voucher stayed.
        await App.Use((CustomerRegister.Data.RegisterContext db) => db.Invoices.ExecuteUpdateAsync(i => i.SetProperty(x => x.CustomerId, (CustomerRegister.Customers.CustomerId?)null), Ct));

        Assert.Equal(1, await App.Use((ForgetOldBuyers forget) => forget.Run(Ct)));
        var stored = await Stored(invoice.Id);
        Assert.Null(stored.BuyerName);
        Assert.Null(Assert.Single(stored.CreditNotes).Reason);
    }

    public sealed class OnSqlite() : BuyerErasureTests(Engine.Sqlite);

    public sealed class OnPostgres() : BuyerErasureTests(Engine.Postgres);
}
