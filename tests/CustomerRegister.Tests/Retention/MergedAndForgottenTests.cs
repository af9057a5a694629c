using System.Collections.Frozen;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Merging;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>Whoever was merged into somebody is forgotten with them: by the name, the address and the number that nobody chose when the two became one.</summary>
[Clause("N42")]
public abstract class MergedAndForgottenTests(Engine engine) : RetentionTest(engine)
{
    private static readonly EmailAddress FormerEmail = EmailAddress.Parse("entinen@esimerkki.example");
    private static readonly PhoneNumber FormerPhone = PhoneNumber.Parse("+358401234567");

    [Fact]
    public async Task Rejected_rows_that_hold_what_the_other_was_known_by_go_too_and_a_file_does_not_bring_that_one_back_unnoticed()
    {
        await OneOfTwo();
        await Rejected(["Aino", "Entinen"], ["entinen@esimerkki.example", ""], ["040 123 4567"], ["Entinen, Aino"], ["Aino", "Nykyinen"], ["Toinen", "Henkilö"]);

        await CarriedOut(await Started());

        Assert.Equal(["""["Toinen","Henkil\u00F6"]"""], await Rows());
        Assert.True(await App.Use((FindForgotten find) => find.Run(FormerEmail, [], Ct)));
        Assert.True(await App.Use((FindForgotten find) => find.Run(null, [FormerPhone], Ct)));
        Assert.Equal(0, await App.Stored(db => db.MergedRows.CountAsync(Ct)));
    }

    [Fact]
    [Clause("N40")]
    public async Task Of_one_who_stays_a_contact_person_only_the_rows_of_what_they_are_no_longer_known_by_go()
    {
        var kept = await OneOfTwo();
        await OrganisationOf("Ison Oy", kept);
        await Rejected(["Aino", "Entinen"], ["Aino", "Nykyinen"], ["nykyinen@esimerkki.example"], ["+358 40 123 4567"]);

        await CarriedOut(await Started());

        Assert.Equal(["""["Aino","Nykyinen"]""", """["nykyinen@esimerkki.example"]"""], await Rows());
        Assert.False(await App.Use((FindForgotten find) => find.Run(FormerEmail, [], Ct)));
        Assert.Equal((1, 0), (await App.Stored(db => db.Customers.CountAsync(Ct)), await App.Stored(db => db.MergedRows.CountAsync(Ct))));
    }

    /// <summary>Aino Nykyinen, into whom Aino Entinen was merged, without keeping anything of hers.</summary>
    private async Task<CustomerId> OneOfTwo()
    {
        var people = await Arrange(async db =>
        {
            var number = await db.TakeNumber(NumberSeries.Customers, Ct, 2);
            var (kept, gone) = (Person(number, "Aino", "Nykyinen"), Person(number + 1, "Aino", "Entinen"));
            kept.ChangeEmail(EmailAddress.Parse("nykyinen@esimerkki.example"), Told);
            gone.ChangeEmail(FormerEmail, Told);
            gone.AddPhone(CustomerPhone.Of(gone.Id, PhoneKind.Mobile, FormerPhone, Told, App.Clock));
            kept.EndRelationship(new DateOnly(1998, 5, 6));
            gone.EndRelationship(new DateOnly(1998, 5, 6));
            db.AddRange(kept, gone);
            return (Kept: kept, Gone: gone);
        });
        var (officer, side) = (await Officer(), MergeSide.Kept);
        var merged = await App.Use((MergeCustomers merge) => merge.Run(
            new(people.Kept.Id, people.Kept.Version, people.Gone.Id, people.Gone.Version, new(side, side, side, side, side, side, [], [])), officer, Ct));
        Assert.True(merged.Succeeded, merged.Refusal.ToString());
        return people.Kept.Id;
    }

    private Task<int> Rejected(params string[][] rows) => Arrange(db =>
    {
        var import = Import.Prepare(EntityKey.New<ImportId>(App.Clock), ImportKind.Customers, "vanha", SourceKind.DataSubject, null, App.Clock.Now());
        db.Add(import);
        db.AddRange(rows.Select((cells, i) => RejectedRow.Of(import.Id, new CsvRow(i + 2, cells, null, FrozenDictionary<string, int>.Empty), null, false, App.Clock)));
        return Task.FromResult(0);
    });

    private Task<List<string>> Rows() => App.Stored(db => db.RejectedRows.OrderBy(r => r.Line).Select(r => r.Cells).ToListAsync(Ct));

    public sealed class OnSqlite() : MergedAndForgottenTests(Engine.Sqlite);

    public sealed class OnPostgres() : MergedAndForgottenTests(Engine.Postgres);
}
