using System.Text;
using CustomerRegister.Customers;
using CustomerRegister.Retention;
using CustomerRegister.Tests.Disclosures;
using CustomerRegister.Tests.PersonalData;
using CustomerRegister.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Retention;

/// <summary>After a run no value of the erased is left: in no column of any table, and on the embedded database in no byte of its files.</summary>
[Clause("N42")]
[Clause("N19")]
public abstract class ForgottenValues_tests(Engine engine) : RetentionTest(engine)
{
    [Fact]
    public async Task What_a_run_erased_stands_nowhere_any_more_and_what_others_have_stays()
    {
        // Two people with a mark in every column of every table; the one comes back, so that the run leaves that one alone.
        var (forgotten, other) = await App.Use(async (Data.RegisterContext db) => (await MarkedPerson.In(db, 0), await MarkedPerson.In(db, 2000)));
        await Arrange(async db =>
        {
            (await db.Customers.SingleAsync(c => c.Id == other.Id, Ct)).EndRelationship(Today);
            return 0;
        });
        Assert.Equal((1, 1), ((await Preview()).Due, (await Preview()).Erased));
        var marks = forgotten.Marks.Where(m => m.Column.IsClearedWithRow && m.Trace is not null).ToList();
        Assert.Empty(Missing(marks, await Stored()));

        await CarriedOut(await Started());
        await App.RecipientsTold();

        var left = await Stored();
        Assert.Empty(marks.Where(m => MarkedPerson.IsIn(left, m.Trace!)));
        // The end of the relationship was changed above.
        Assert.Empty(Missing(other.Marks.Where(m => m.Trace is not null && m.Column.Key != "relationshipEnd" && m.Column.Key != "version"), left));
    }

    private Task<IReadOnlySet<string>> Stored() => App.Use(async (Data.RegisterContext db) =>
    {
        await db.Database.OpenConnectionAsync(Ct);
        return await MarkedPerson.EverythingStored(db);
    });

    private static IEnumerable<Mark> Missing(IEnumerable<Mark> marks, IReadOnlySet<string> stored) => marks.Where(m => m.Trace is not null && !MarkedPerson.IsIn(stored, m.Trace));

    public sealed class OnSqlite() : ForgottenValues_tests(Engine.Sqlite)
    {
        /// <param name="beside">Of few the index of the search box forgets one after the other; of many it is written anew.</param>
        [Theory]
        [InlineData(5)]
        [InlineData(60)]
        public async Task What_a_run_erased_is_in_no_byte_of_the_files(int beside)
        {
            await PeopleWhoLeft(beside);
            await Arrange(db =>
            {
                var person = Person(4711, "Quirinus", "Zyxelqvist");
                person.ChangeEmail(EmailAddress.Parse("zyxelqvist@esimerkki.example"), Told);
                person.AddAddress(CustomerAddress.Of(person.Id, AddressKind.Postal, PostalAddress.Create("Zyxelqvistinkuja 4", "00100", "Helsinki"), Told, App.Clock));
                person.EndRelationship(new DateOnly(1998, 5, 6));
                db.Add(person);
                return Task.FromResult(0);
            });
            Assert.Contains(await Files(), file => Holds(file, "zyxelqvist"));
            Assert.NotEmpty(await Letters());

            await CarriedOut(await Started());

            Assert.All(await Files(), file => Assert.False(Holds(file, "zyxelqvist")));
            Assert.Empty(await Letters());
            // One who comes later is forgotten at once again.
            await Arrange(db =>
            {
                db.Add(Person(4712, "Quirinus", "Zyxelqvist"));
                return Task.FromResult(0);
            });
            Assert.NotEmpty(await Letters());
            await App.Use((Data.RegisterContext db) => db.Customers.Where(c => c.Number == 4712).ExecuteDeleteAsync(Ct));
            Assert.Empty(await Letters());
        }

        [Fact]
        public async Task Of_a_run_that_dies_at_any_step_and_is_paused_then_the_erased_are_in_no_letter_of_the_search_index()
        {
            await PeopleWhoLeft(40);
            await Arrange(db =>
            {
                var person = Person(4711, "Quirinus", "Zyxelqvist");
                person.EndRelationship(new DateOnly(1998, 5, 6));
                db.Add(person);
                return Task.FromResult(0);
            });
            var (run, officer, deaths) = (await Started(), await Officer(), 0);
            for (var steps = 0; await App.Stored(db => db.RetentionRuns.AnyAsync(r => r.State != RetentionRunState.Finished, Ct)); steps++)
            {
                Breakdown.AfterSteps(steps);
                try
                {
                    await App.Use((CarryOutRetentionRun carryOut) => carryOut.Run(run.Id, Job, Ct));
                }
                catch (Exception failure) when (failure.GetBaseException() is BreakdownException)
                {
                }

                Breakdown.Repair();
                if (await App.Stored(db => db.Customers.AnyAsync(c => c.Number == 4711, Ct)))
                    continue;
                deaths++;
                await App.Use((PauseRetentionRun pause) => pause.Run(run.Id, officer, Ct));
                await App.Use((EmptyWriteAheadLog empty) => empty.Run(Ct));
                Assert.Empty(await Letters());
                await App.Use((ResumeRetentionRun resume) => resume.Run(run.Id, officer, Ct));
            }

            Assert.True(deaths > 1, "It never died between the last batch and its end.");
        }

        /// <summary>Of the letters that stand together in the name alone, those that the index of the search box holds, whether or not it would find anybody by them.</summary>
        private async Task<List<string>> Letters()
        {
            var blocks = await App.Use((Data.RegisterContext db) => db.Database.SqlQueryRaw<byte[]>("select block as \"Value\" from \"CustomerSearch_data\"").ToListAsync(Ct));
            var index = blocks.ConvertAll(Encoding.Latin1.GetString);
            return [.. ((string[])["zyx", "yxe", "xel", "elq", "lqv", "qvi", "uir", "iri"]).Where(three => index.Exists(block => block.Contains(three, StringComparison.Ordinal)))];
        }

        /// <summary>The database, its log and what else lies beside it, after the log was written back.</summary>
        private async Task<List<string>> Files()
        {
            await App.Use((Data.RegisterContext db) => db.Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)", Ct));
            var path = new SqliteConnectionStringBuilder(Database.ConnectionString).DataSource;
            var contents = new List<string>();
            foreach (var file in (string[])[path, $"{path}-wal"])
            {
                if (!File.Exists(file))
                    continue;
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var memory = new MemoryStream();
                await stream.CopyToAsync(memory, Ct);
                contents.Add(Encoding.Latin1.GetString(memory.ToArray()));
            }

            return contents;
        }

        private static bool Holds(string file, string text) => file.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    public sealed class OnPostgres() : ForgottenValues_tests(Engine.Postgres);
}
