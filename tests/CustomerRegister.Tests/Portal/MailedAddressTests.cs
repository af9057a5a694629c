using CustomerRegister.Audit;
using CustomerRegister.Consents;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Imports;
using CustomerRegister.Merging;
using CustomerRegister.Portal;
using CustomerRegister.Rectification;
using CustomerRegister.Requests;
using CustomerRegister.Staff;
using CustomerRegister.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Tests.Portal;

/// <summary>What was mailed to an address that is no longer on record opens nothing, however the address was changed.</summary>
public abstract class MailedAddressTests(Engine engine) : AppTest(engine)
{
    private const string Old = "vaara@example.fi", New = "oikea@example.fi", Password = "vihreä polkupyörä järvessä";

    private static readonly Actor Desk = Actor.System("test", "arranging");

    [Fact]
    [Clause("N15")]
    public Task Nothing_mailed_to_the_former_address_opens_after_staff_have_changed_it() => Follow(customer => Change(customer, New));

    [Fact]
    [Clause("N15")]
    public Task Nothing_mailed_to_the_former_address_opens_after_an_accepted_rectification() => Follow(async customer =>
    {
        var person = new Actor(ActorKind.Customer, customer.Id.Value, "Customer", "own-data");
        var filed = await App.Use((FileRectification file) => file.Run(
            new(new(customer.Id, RequestType.Rectification, Channel.Phone, App.Clock.Today(), Language.Fi, null, null), [new RectificationEntry(RectifiedField.Email, null, Old, New, "Väärä.")], false), person, default));
        var id = filed.Value!.Id;
        var officer = (await Given.Staff(StaffRole.PrivacyOfficer)).AsActor("requests");
        Assert.True((await App.Use((ConfirmIdentity confirm) => confirm.Run(new(id, IdentityMethod.KnownInPerson), officer, default))).Succeeded);
        var items = await App.Stored(db => db.RectificationItems.Where(i => i.RequestId == id).Select(i => i.Id).ToListAsync());
        Assert.Null((await App.Use((DecideRectification decide) => decide.Run(new(id, [.. items.Select(i => new ItemDecision(i, RectificationDecision.Accept, null, null))], null), officer, default))).Refusal);
    });

    [Fact]
    [Clause("N15")]
    public Task Nothing_mailed_to_the_former_address_opens_after_an_accepted_update() => Follow(async customer =>
    {
        var proposal = await App.Use(async (RegisterContext db) =>
        {
            var import = Import.Prepare(EntityKey.New<ImportId>(App.Clock), ImportKind.Updates, "posti", SourceKind.UpdateService, null, App.Clock.Now());
            var made = UpdateProposal.Of(import.Id, customer.Id, customer.Version, 1, ProposalMatch.CustomerNumber, new(null, null, null, null, null, null, "Aino", "Virtanen", null, EmailAddress.Parse(New), null, null), App.Clock);
            db.AddRange(import, made, AuditEntry.Of(Desk, AuditAction.ImportPrepared, App.Clock));
            await db.SaveChangesAsync();
            return made.Id;
        });
        Assert.True((await App.Use((DecideProposal decide) => decide.Run(new DecideProposalCommand(proposal, true, customer.Version), Desk, default))).Succeeded);
    });

    [Fact]
    [Clause("N15")]
    public Task Nothing_mailed_to_the_former_address_opens_after_a_merge_that_takes_the_other_one() => Follow(async customer =>
    {
        var gone = await Stored(await Given.Customer("Aino", "Virtanen", New));
        Assert.True((await App.Use((MergeCustomers merge) => merge.Run(
            new(customer.Id, customer.Version, gone.Id, gone.Version, new(MergeSide.Kept, MergeSide.Kept, MergeSide.Gone, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, [], [])), Desk, default))).Succeeded);
    });

    [Fact]
    [Clause("N15")]
    public async Task A_merge_that_is_undone_gives_the_address_back_tells_both_and_lets_in_nobody_who_came_by_the_other()
    {
        var kept = await Stored(await Given.Customer("Aino", "Virtanen", New));
        var gone = await Stored(await Given.Customer("Aino", "Wirtanen", Old));
        var merge = (await App.Use((MergeCustomers merge) => merge.Run(
            new(kept.Id, kept.Version, gone.Id, gone.Version, new(MergeSide.Kept, MergeSide.Kept, MergeSide.Gone, MergeSide.Kept, MergeSide.Kept, MergeSide.Kept, [], [])), Desk, default))).Value!;
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var inside = await App.Entered(await Stored(kept));
        await App.Use((KeepPortalKeys keys) => keys.AddPasskey(PortalPasskey.Of(kept.Id, "Puhelin", [1], [2], 0, "", false, false, App.Clock), new(ActorKind.Customer, kept.Id.Value, "Customer", "own-data"), default));
        await App.Use((RegisterContext db) => db.OutgoingEmails.ExecuteDeleteAsync());

        Assert.True((await App.Use((UndoMerge undo) => undo.Run(kept.Id, merge.Id, Desk, default))).Succeeded);

        Assert.Equal(New, (await Stored(kept)).Email!.Value);
        await inside.Get("/my");
        Assert.StartsWith("/enter", inside.Address, StringComparison.Ordinal);
        Assert.Empty(await App.Stored(db => db.PortalPasskeys.ToListAsync()));
        Assert.Equal([New, Old], await App.Stored(db => db.OutgoingEmails.Where(m => m.Subject.Contains("sähköpostiosoite on muutettu")).OrderBy(m => m.Recipient).Select(m => m.Recipient).ToListAsync()));
    }

    [Fact]
    [Clause("N15")]
    public async Task A_session_begun_by_mail_to_a_former_address_is_not_shown_among_those_that_are_open()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Old);
        using var former = await App.Entered(customer);
        await Change(customer, New);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        using var present = await App.Entered(await Stored(customer));
        // Nobody has ended it: it is over by itself.
        Assert.Equal(2, await App.Stored(db => db.PortalSessions.CountAsync(s => s.EndedAt == null)));

        await present.Get("/my/security");

        Assert.Equal(["Tämä laite"], present.Page.QuerySelectorAll("main tbody tr").Select(row => row.LastElementChild!.TextContent.Trim()));
    }

    [Fact]
    [Clause("N15")]
    public async Task Of_many_updates_accepted_at_once_everybody_is_told_and_loses_their_keys()
    {
        var import = Import.Prepare(EntityKey.New<ImportId>(App.Clock), ImportKind.Updates, "posti", SourceKind.UpdateService, null, App.Clock.Now());
        var people = new List<Customer>();
        for (var i = 0; i < 3; i++)
            people.Add(await Stored(await Given.Customer("Aino", $"Virtanen{(char)('a' + i)}", $"vaara{i}@example.fi")));
        await App.Use(async (RegisterContext db) =>
        {
            db.AddRange(people.Select(p => PortalPasskey.Of(p.Id, "Puhelin", [1, (byte)p.Number], [2], 0, "", false, false, App.Clock)));
            db.AddRange([import, .. people.Select((p, i) => UpdateProposal.Of(
                import.Id, p.Id, p.Version, i + 1, ProposalMatch.CustomerNumber, new(null, null, null, null, null, null, p.FirstName, p.LastName, null, EmailAddress.Parse($"oikea{i}@example.fi"), null, null), App.Clock))]);
            db.Add(AuditEntry.Of(Desk, AuditAction.ImportPrepared, App.Clock));
            await db.SaveChangesAsync();
        });

        Assert.Equal(3, (await App.Use((DecideProposal decide) => decide.Run(new DecideProposalsCommand(import.Id, ProposalMatch.CustomerNumber, true), Desk, default))).Value!.Decided);

        Assert.Empty(await App.Stored(db => db.PortalPasskeys.ToListAsync()));
        Assert.Equal(6, await App.Stored(db => db.OutgoingEmails.CountAsync(m => m.Subject.Contains("sähköpostiosoite on muutettu"))));
    }

    [Fact]
    public async Task Nothing_opens_when_the_address_is_taken_away_and_only_the_former_one_is_told()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Old);
        using var inside = await App.Entered(customer);
        await Change(customer, null);
        await inside.Get("/my");
        Assert.StartsWith("/enter", inside.Address, StringComparison.Ordinal);
        var mail = (await App.MailsTo(Old))[^1];
        Assert.Contains("on poistettu rekisteristä", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("ota meihin yhteyttä", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("uuteen", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_writing_of_the_same_address_and_a_first_address_are_told_to_nobody_and_end_nothing()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Old);
        using var inside = await App.Entered(customer);
        await Change(customer, "Vaara@Example.FI");
        await inside.Get("/my");
        Assert.Equal("/my", inside.Address);
        var first = await Given.Customer("Olli", "Virtanen");
        await Change(first, New);
        Assert.DoesNotContain(await App.Stored(db => db.OutgoingEmails.Select(m => m.Subject).ToListAsync()), s => s.Contains("muutettu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_former_address_is_kept_no_longer_than_the_mail_that_tells_it()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Old);
        await Change(customer, New);
        await App.Use(async (RegisterContext db) =>
        {
            foreach (var mail in await db.OutgoingEmails.ToListAsync())
                mail.Failed("550", forGood: true);
            await db.SaveChangesAsync();
        });
        Assert.Equal([New], await App.Stored(db => db.OutgoingEmails.Where(m => m.Recipient != null).Select(m => m.Recipient).ToListAsync()));
    }

    [Fact]
    public async Task Who_has_only_a_link_to_the_former_address_is_invited_with_the_next_selection()
    {
        var customer = await Given.Customer("Aino", "Virtanen", Old);
        Assert.True((await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Desk, default))).Succeeded);
        await Change(customer, New);
        Assert.Equal(1, await App.Use((InviteSelection invite) => invite.Run(new CustomerFilter(), Desk, default)));
    }

    [Fact]
    public void An_address_on_record_is_changed_in_one_place()
    {
        // These three register somebody new.
        string[] registering = ["RegisterCustomer.cs", "CustomerRows.cs", "TakeInPackage.cs"];
        var core = Path.Combine(Repository.Root, "src", "CustomerRegister.Core");
        Assert.Equal(["ChangeEmail.cs"], Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains(".ChangeEmail(", StringComparison.Ordinal)).Select(Path.GetFileName).Except(registering));
    }

    private async Task Follow(Func<Customer, Task> change)
    {
        var customer = await Given.Customer("Aino", "Virtanen", Old);
        using var mailed = await App.Entered(customer);
        await mailed.Get("/my/security/password");
        await mailed.Submit("main form", ("Chosen", Password));
        using var byPassword = App.Browser();
        await byPassword.Get("/enter/password");
        await byPassword.Submit("main form:not([data-passkey])", ("Email", Old), ("Password", Password));
        Assert.Equal("/my", byPassword.Address);
        await App.Use((KeepPortalKeys keys) => keys.AddPasskey(PortalPasskey.Of(customer.Id, "Puhelin", [1], [2], 0, "", false, false, App.Clock), new(ActorKind.Customer, customer.Id.Value, "Customer", "own-data"), default));
        Assert.True((await Provided()).Succeeded);
        using var asking = App.Browser();
        await asking.Get("/enter");
        await asking.Submit("main form", ("Email", Old));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await App.Use((SendAskedLinks links) => links.Run(default));
        var code = await App.CodeMailedTo(Old);
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Desk, default))).Succeeded);
        var link = await App.LinkMailedTo(Old);

        App.Clock.Advance(TimeSpan.FromSeconds(1));
        await change(await Stored(customer));
        App.Clock.Advance(TimeSpan.FromSeconds(1));
        // The rule does not hang on what the change itself does to what is unused.
        await App.Use(async (RegisterContext db) =>
        {
            var later = App.Clock.Now().AddDays(1);
            await db.PortalInvitations.ExecuteUpdateAsync(s => s.SetProperty(i => i.ExpiresAt, later));
        });

        using var stranger = App.Browser();
        await stranger.Get(link);
        Assert.Contains("Linkki ei enää toimi", stranger.Text, StringComparison.Ordinal);
        Assert.False((await App.Use((EnterPortal enter) => enter.Run(link.Split('=')[1], SignInPlace.Unknown, default))).Succeeded);
        await asking.Submit("main form", ("Code", code));
        Assert.False(asking.Cookies.ContainsKey("portal"));
        await mailed.Get("/my");
        Assert.StartsWith("/enter", mailed.Address, StringComparison.Ordinal);
        Assert.Contains("Sähköpostiosoitteesi on muutettu", mailed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(New, mailed.Text, StringComparison.Ordinal);
        // The password was chosen by whoever read the former address's mail.
        await byPassword.Get("/my/security");
        Assert.StartsWith("/enter", byPassword.Address, StringComparison.Ordinal);
        foreach (var name in new[] { Old, New })
        {
            using var guess = App.Browser();
            await guess.Get("/enter/password");
            await guess.Submit("main form:not([data-passkey])", ("Email", name), ("Password", Password));
            Assert.False(guess.Cookies.ContainsKey("portal"));
        }

        Assert.Empty(await App.Stored(db => db.PortalPasskeys.ToListAsync()));
        Assert.Equal(IdentityRefusal.NotInRegister, (await Provided()).Refusal);
        string[] logged = [AuditAction.PortalPasswordDropped, AuditAction.PortalFactorRemoved, AuditAction.PortalIdentityUnlinked, AuditAction.PortalSessionsEnded];
        Assert.Empty(logged.Except(await App.Stored(db => db.AuditEntries.Where(e => e.CustomerId == customer.Id).Select(e => e.Action).ToListAsync())));

        foreach (var told in new[] { Old, New })
        {
            var mail = Assert.Single(await App.MailsTo(told), m => m.Subject!.Contains("sähköpostiosoite on muutettu", StringComparison.Ordinal));
            Assert.DoesNotContain("example.fi", mail.TextBody!.Replace("@esimerkki.example", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("Virtanen", mail.TextBody, StringComparison.Ordinal);
        }

        // The new address opens.
        using var again = await App.Entered(await Stored(customer));
        Assert.Equal("/my", again.Address);
    }

    private Task<Outcome<PortalSession, IdentityRefusal>> Provided() =>
        App.Use((EnterByIdentity enter) => enter.Run(new("https://tunnistus.example", "7", EmailAddress.Parse(Old)), SignInPlace.Unknown, default));

    private async Task Change(Customer customer, string? email)
    {
        var c = await Stored(customer);
        var command = new ChangeCustomerCommand(c.Id, c.Version, c.FirstName, c.LastName, c.Language, email is null ? null : EmailAddress.Parse(email), null, [], [], null, null, SourceKind.DataSubject, null);
        Assert.True((await App.Use((ChangeCustomer change) => change.Run(command, Desk, default))).Succeeded);
    }

    private Task<Customer> Stored(Customer customer) => App.Stored(db => db.Customers.AsNoTracking().SingleAsync(c => c.Id == customer.Id));

    public sealed class OnSqlite() : MailedAddressTests(Engine.Sqlite);

    public sealed class OnPostgres() : MailedAddressTests(Engine.Postgres);
}
