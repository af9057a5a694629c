using CustomerRegister.Audit;
using CustomerRegister.Customers;
using CustomerRegister.Data;
using CustomerRegister.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerRegister.Tests.Support;

/// <summary>What a test takes for granted. Everything has a sensible default, so that a test names only what it is about.</summary>
public sealed class Given(TestApp app)
{
    /// <summary>The password of every account made here.</summary>
    public const string Password = "kolme harmaata kissaa";

    /// <summary>The form that asks for name and password, as a selector.</summary>
    public const string SignInForm = "main form[action='/account/signin']";

    private static readonly Actor Arranging = Actor.System("test", "arranging");

    private DateOnly Today => app.Clock.Today();

    private Provenance Told => new(SourceKind.DataSubject, null, Today);

    /// <summary>A customer with a phone and a postal address.</summary>
    public Task<Customer> Customer(
        string firstName = "Aino",
        string lastName = "Virtanen",
        string? email = null,
        Language language = Language.Fi,
        DateOnly? since = null,
        DateOnly? until = null) => Save(AuditAction.CustomerRegistered, async db =>
    {
        var id = EntityKey.New<CustomerId>(app.Clock);
        var customer = CustomerRegister.Customers.Customer.Register(
            id, await db.TakeNumber(NumberSeries.Customers, CancellationToken.None), firstName, lastName, language, since ?? (until ?? Today).AddYears(-1), Told);
        if (email is not null)
            customer.ChangeEmail(EmailAddress.Parse(email), Told);
        if (until is { } end)
            customer.EndRelationship(end);
        db.Add(customer);
        return (customer, customer.Id);
    });

    /// <summary>An organisation, represented by a person from the day on which it became a customer.</summary>
    public Task<(Organisation Organisation, Customer ContactPerson)> OrganisationWithContactPerson(
        string name = "Ison Oy",
        string title = "Ostopäällikkö",
        string firstName = "Aino",
        string lastName = "Virtanen",
        DateOnly? since = null) => Save(AuditAction.OrganisationRegistered, async db =>
    {
        var organisation = Organisation.Register(
            EntityKey.New<OrganisationId>(app.Clock), await db.TakeNumber(NumberSeries.Organisations, CancellationToken.None), name, null, null);
        var person = CustomerRegister.Customers.Customer.Register(
            EntityKey.New<CustomerId>(app.Clock), await db.TakeNumber(NumberSeries.Customers, CancellationToken.None),
            firstName, lastName, Language.Fi, since ?? Today.AddYears(-1), Told);
        person.Represent(ContactRole.Of(person.Id, organisation, title, since ?? Today.AddYears(-1), Told, app.Clock));
        db.Add(organisation);
        db.Add(person);
        return ((organisation, person), person.Id);
    });

    /// <summary>A personal account in these roles that hasn't signed the undertaking yet. It has a second factor where its roles need one.</summary>
    public async Task<StaffAccount> StaffWithoutUndertaking(params StaffRole[] roles)
    {
        var account = await StaffWithPasswordOnly(roles);
        if (app.Services.GetRequiredService<SignInSettings>().NeedsSecondFactor(account))
            await SecondFactors.SetUp(app, account);
        return account;
    }

    /// <summary>A personal account in these roles as it is after choosing a password.</summary>
    public Task<StaffAccount> StaffWithPasswordOnly(params StaffRole[] roles) => app.Use(async (UserManager<StaffAccount> accounts) =>
    {
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow());
        var account = StaffAccount.Open(id, "Sanna Sihteeri", $"staff-{id:N}@example.fi", "Esimerkki Oy", Today, null, roles);
        var result = await accounts.CreateAsync(account, Password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(e => e.Description)));
        return account;
    });

    /// <summary>A personal account in these roles, with the undertaking signed.</summary>
    public async Task<StaffAccount> Staff(params StaffRole[] roles)
    {
        var account = await StaffWithoutUndertaking(roles);
        var newest = await app.Stored(db => db.Undertakings.MaxAsync(u => u.Version));
        await app.Use((SignUndertaking sign) => sign.Run(
            new SignUndertakingCommand(account.Id, newest, Language.Fi),
            new Actor(ActorKind.Staff, account.Id, string.Join('+', account.Roles), "undertaking"),
            CancellationToken.None));
        return account;
    }

    /// <summary>Gives an account permissions that no role gives.</summary>
    public Task<StaffAccount> Holding(StaffAccount account, params IReadOnlyList<Permission> onTop) => app.Use(async (RegisterContext db) =>
    {
        var stored = await db.Users.SingleAsync(u => u.Id == account.Id);
        stored.Change(stored.FullName, stored.Employer, stored.From, stored.To, [.. stored.Roles], onTop);
        await db.SaveChangesAsync();
        return stored;
    });

    /// <summary>A browser in which a member of staff in these roles has signed in.</summary>
    public async Task<Browser> SignedIn(params StaffRole[] roles) => await SignedIn(await Staff(roles));

    public async Task<Browser> SignedIn(StaffAccount account)
    {
        var browser = app.Browser();
        await browser.Get("/account/signin");
        await browser.Submit(SignInForm, ("Email", account.Email), ("Password", Password));
        if (browser.Address.StartsWith("/account/code", StringComparison.OrdinalIgnoreCase))
            await browser.Submit("main form:not([action])", ("Code", await SecondFactors.NextCode(app, account)));
        Assert.False(browser.Address.StartsWith("/account/signin", StringComparison.OrdinalIgnoreCase) || browser.Address.StartsWith("/account/code", StringComparison.OrdinalIgnoreCase), $"{account.Email} could not sign in: {browser.Text}");
        return browser;
    }

    private Task<T> Save<T>(string action, Func<RegisterContext, Task<(T Made, CustomerId Customer)>> make) => app.Use(async (RegisterContext db) =>
    {
        var (made, customer) = await make(db);
        db.Add(AuditEntry.Of(Arranging, action, app.Clock, customer));
        await db.SaveChangesAsync();
        return made;
    });
}
