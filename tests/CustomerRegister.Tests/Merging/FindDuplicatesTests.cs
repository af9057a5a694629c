using System.Data.Common;
using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Merging;
using CustomerRegister.Tests.Customers;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CustomerRegister.Tests.Merging;

public abstract class FindDuplicatesTests(Engine engine) : CustomerTest(engine)
{
    private static readonly PersonSought Nobody = new("Matti", "Meikäläinen", null, [], []);

    [Theory]
    [InlineData("aino@posti.example")]
    [InlineData("Aino@Posti.Example")]
    public async Task The_same_email_in_any_writing_is_a_reason(string email)
    {
        var aino = await Person("Aino", "Virtanen", c => c.ChangeEmail(EmailAddress.Parse("AINO@posti.example"), Told));
        await Person("Liisa", "Muu", c => c.ChangeEmail(EmailAddress.Parse("liisa@posti.example"), Told));

        var found = Assert.Single(await Find(Nobody with { Email = EmailAddress.Parse(email) }));

        Assert.Equal((aino.Id, "Aino Virtanen"), (found.Id, found.FullName));
        Assert.Equal([DuplicateReason.SameEmail], found.Reasons);
        Assert.Single(await Log(AuditAction.CustomersSearched));
    }

    [Fact]
    public async Task The_same_phone_is_a_reason_however_it_is_written()
    {
        var aino = await Person("Aino", "Virtanen", PhoneOf("040-1234567", PhoneKind.Mobile).Of);
        await Person("Liisa", "Muu", PhoneOf("040-7654321", PhoneKind.Mobile).Of);

        Assert.Equal(aino.Id, Assert.Single(await Find(Nobody with { Phones = [PhoneNumber.Parse("+358 (0)40 123 4567")] })).Id);
    }

    [Theory]
    [InlineData("Åsa", "Hämäläinen", "00100", true)]
    [InlineData("asa", "HAMALAINEN", "00100", true)]
    [InlineData("Hämäläinen", "Åsa", "00100", true)]
    [InlineData("Åsa", "Hämäläinen", "00200", false)]
    [InlineData("Åsa Maria", "Hämäläinen", "00100", false)]
    public async Task The_same_name_in_the_same_postcode_is_a_reason(string first, string last, string postalCode, bool isFound)
    {
        await Person("Åsa", "Hämäläinen", At("00100"));

        var found = await Find(new(first, last, null, [], [postalCode]));

        Assert.Equal(isFound, found.Count == 1);
        if (isFound)
            Assert.Equal([DuplicateReason.SameNameAndPostalCode], found[0].Reasons);
    }

    [Fact]
    public async Task Whoever_marries_or_moves_is_found_by_the_new_name_and_postcode_alone()
    {
        var aino = await Person("Aino", "Virtanen", At("00100"));
        await Change(aino, c => c.Rename("Aino", "Koskinen", Told));

        Assert.Empty(await Find(new("Aino", "Virtanen", null, [], ["00100"])));
        Assert.Equal(aino.Id, Assert.Single(await Find(new("Aino", "Koskinen", null, [], ["00100"]))).Id);

        await Change(aino, c => c.ChangeAddress(c.Addresses[0], AddressKind.Postal, PostalAddress.Create("Kuja 2", "33100", "Tampere"), Told));
        Assert.Empty(await Find(new("Aino", "Koskinen", null, [], ["00100"])));
        Assert.Equal(aino.Id, Assert.Single(await Find(new("Aino", "Koskinen", null, [], ["00100", "33100"]))).Id);
    }

    [Fact]
    public async Task Somebody_with_two_addresses_in_one_postcode_is_named_once()
    {
        await Person("Aino", "Virtanen", c =>
        {
            At("00100")(c);
            At("00100")(c);
        });

        Assert.Equal([DuplicateReason.SameNameAndPostalCode], Assert.Single(await Find(new("Aino", "Virtanen", null, [], ["00100"]))).Reasons);
    }

    [Fact]
    public async Task Who_shares_most_comes_first_and_nobody_is_their_own_duplicate()
    {
        void Both(Customer c)
        {
            c.ChangeEmail(EmailAddress.Parse("aino@posti.example"), Told);
            PhoneOf("040 123 4567").Of(c);
        }

        var aino = await Person("Aino", "Virtanen", Both);
        await Person("Aino", "Muu", PhoneOf("040 123 4567").Of);
        var twin = await Person("Aino", "Virtanen", Both);

        await using var db = Database.Open();
        var customer = (await CustomerDetails.Read(db, aino.Id, Clerk, default))!;
        var found = await new FindDuplicates(db, Clock).Beside(customer, Clerk, default);

        Assert.Equal(2, found.Count);
        Assert.Equal(twin.Id, found[0].Id);
        Assert.Equal([DuplicateReason.SameEmail, DuplicateReason.SamePhone], found[0].Reasons);
        // The view of the card is logged with the card.
        Assert.Empty(await Log(AuditAction.CustomersSearched));
    }

    [Fact]
    public async Task A_protected_address_gives_nobody_away_but_to_those_who_may_see_it()
    {
        var hidden = await Person("Aino", "Virtanen", c =>
        {
            At("00100")(c);
            c.ProtectAddress(Today, Today.AddYears(1), Told);
        });
        var sought = new PersonSought("Aino", "Virtanen", null, [], ["00100"]);

        Assert.Empty(await Find(sought));
        Assert.Single(await Find(sought, Clerk with { SeesProtectedAddresses = true }));

        // Nor does the card of the protected person compare the address with others'.
        var other = await Person("Aino", "Virtanen", At("00100"));
        await using var db = Database.Open();
        var card = (await CustomerDetails.Read(db, hidden.Id, Clerk with { SeesProtectedAddresses = true }, default))!;
        Assert.Empty(await new FindDuplicates(db, Clock).Beside(card, Clerk, default));
        Assert.Equal(other.Id, Assert.Single(await new FindDuplicates(db, Clock).Beside(card, Clerk with { SeesProtectedAddresses = true }, default)).Id);
    }

    [Fact]
    public async Task All_three_are_looked_for_in_one_query_by_indexes_alone()
    {
        var plans = new Plans();
        await using var db = OpenWith(plans);
        await db.Database.OpenConnectionAsync();
        // A table with no rows is read whole otherwise.
        if (Engine == Engine.Postgres)
            await db.Database.ExecuteSqlRawAsync("set enable_seqscan = off");
        plans.Asks = true;

        await new FindDuplicates(db, Clock).Run(new("Aino", "Virtanen", EmailAddress.Parse("a@b.example"), [PhoneNumber.Parse("040 123 4567"), PhoneNumber.Parse("09 123 456")], ["00100"]), Clerk, default);

        Assert.Equal(1, plans.Queries);
        Assert.NotEmpty(plans.Lines);
        Assert.DoesNotContain(plans.Lines, line => line.Contains("Seq Scan", StringComparison.Ordinal)
            || (line.StartsWith("SCAN", StringComparison.Ordinal) && !line.Contains("USING INDEX", StringComparison.Ordinal) && !line.Contains("subquery", StringComparison.OrdinalIgnoreCase)));
    }

    private Action<Customer> At(string postalCode) =>
        c => c.AddAddress(CustomerAddress.Of(c.Id, AddressKind.Postal, PostalAddress.Create("Kuja 1", postalCode, "Helsinki"), Told, Clock));

    private async Task Change(Customer customer, Action<Customer> change)
    {
        await using var db = Database.Open();
        var stored = await db.Customers.Include(c => c.Addresses).Include(c => c.Phones).Include(c => c.ContactRoles).SingleAsync(c => c.Id == customer.Id);
        change(stored);
        db.Add(AuditEntry.Of(Clerk, AuditAction.CustomerChanged, Clock));
        await db.SaveChangesAsync();
    }

    private async Task<IReadOnlyList<DuplicateCandidate>> Find(PersonSought sought, Actor? actor = null)
    {
        await using var db = Database.Open();
        return await new FindDuplicates(db, Clock).Run(sought, actor ?? Clerk, default);
    }

    /// <summary>Asks the database how it would answer each query.</summary>
    private sealed class Plans : DbCommandInterceptor
    {
        public bool Asks { get; set; }
        public int Queries { get; private set; }
        public List<string> Lines { get; } = [];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!Asks)
                return result;
            Queries++;
            var (text, isPostgres) = (command.CommandText, command.GetType().Name.StartsWith("Npgsql", StringComparison.Ordinal));
            command.CommandText = (isPostgres ? "explain " : "explain query plan ") + text;
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                    Lines.Add(reader.GetString(isPostgres ? 0 : 3));
            }

            command.CommandText = text;
            return result;
        }
    }

    public sealed class OnSqlite() : FindDuplicatesTests(Engine.Sqlite);

    public sealed class OnPostgres() : FindDuplicatesTests(Engine.Postgres);
}
