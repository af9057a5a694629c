using CustomerRegister.Audit;
using CustomerRegister.Notices;
using CustomerRegister.Portal;
using CustomerRegister.Requests;
using CustomerRegister.Tests.Requests;
using CustomerRegister.Tests.Support;

namespace CustomerRegister.Tests.Notices;

/// <summary>Who keeps the register, its contact person and data protection officer stand on everything that goes out. The database makes no difference.</summary>
public sealed class ControllerTests() : AppTest(Engine.Sqlite)
{
    private static readonly string[] Set =
        ["Kauppa & Poika Oy", "2345678-7", "Kanta-asiakkaat", "Kauppakatu 1, 00100 Helsinki", "Kaisa Kontakti", "Topias Turvaaja", "rekisteri@kauppa.example", "09 123 456"];

    protected override TestApp NewApp() => new(Database)
    {
        Settings =
        {
            ["Register:Name"] = Set[0], ["Register:BusinessId"] = Set[1], ["Register:RegisterName"] = Set[2], ["Register:Address"] = Set[3],
            ["Register:ContactPerson"] = Set[4], ["Register:DataProtectionOfficer"] = Set[5], ["Register:Email"] = Set[6], ["Register:Phone"] = Set[7],
        },
    };

    [Fact]
    [Clause("N1")]
    public async Task The_notice_names_the_controller_the_contact_person_and_the_data_protection_officer()
    {
        using var visitor = App.Browser();
        await visitor.Get("/notice");

        Assert.All(Set, value => Assert.Contains(value, visitor.Text, StringComparison.Ordinal));
    }

    [Theory]
    [Clause("N1")]
    [InlineData(Language.Fi, "Y-tunnus 2345678-7", "Rekisteriasioiden yhteyshenkilö: Kaisa Kontakti", "Tietosuojavastaava: Topias Turvaaja")]
    [InlineData(Language.Sv, "FO-nummer 2345678-7", "Kontaktperson i registerfrågor: Kaisa Kontakti", "Dataskyddsombud: Topias Turvaaja")]
    [InlineData(Language.En, "business ID 2345678-7", "Contact person for the register: Kaisa Kontakti", "Data protection officer: Topias Turvaaja")]
    public async Task Every_mail_ends_with_them_in_its_language(Language language, params string[] lines)
    {
        var customer = await Given.Customer(email: "aino@example.fi", language: language);
        await App.Use((InviteToPortal invite) => invite.Run(new(customer.Id), Actor.System("test", "arranging"), default));

        var mail = Assert.Single(await App.MailsTo("aino@example.fi"));

        var signature = mail.TextBody!.ReplaceLineEndings("\n").Split("\n-- \n")[^1];
        Assert.All([.. Set, .. lines], value => Assert.Contains(value, signature, StringComparison.Ordinal));
    }

    [Fact]
    [Clause("N1")]
    public async Task A_letter_names_them()
    {
        var customer = await Given.Customer();
        var request = await App.RequestFrom(customer.Id, language: Language.Sv);
        Assert.True((await App.Use((ExtendDeadline extend) => extend.Run(new(request, "Mycket att gå igenom."), Actor.System("test", "arranging"), default))).Succeeded);
        using var desk = await Given.SignedIn(CustomerRegister.Staff.StaffRole.PrivacyOfficer);
        await desk.Get($"/staff/requests/{request.Value}");

        await desk.Follow("Avaa kirje tulostettavaksi");

        Assert.All([.. Set, "Kontaktperson i registerfrågor", "Dataskyddsombud"], value => Assert.Contains(value, desk.Page.Body!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    [Clause("N1")]
    public void Every_paper_that_goes_out_ends_with_them()
    {
        var web = Path.Combine(Repository.Root, "src", "CustomerRegister.Web");
        var papers = Directory.EnumerateFiles(Path.Combine(web, "Documents"), "*.cshtml").Where(file => File.ReadAllText(file).Contains("<html", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(web, "Pages"), "*.cshtml", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("/css/paper.css", StringComparison.Ordinal)))
            .ToList();

        Assert.True(papers.Count >= 4);
        Assert.Empty(papers.Where(file => !File.ReadAllText(file).Contains("<partial name=\"/Documents/_Sender.cshtml\"", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(web, file)));
    }

    [Fact]
    [Clause("N1")]
    public void What_is_not_set_leaves_no_empty_line()
    {
        var lines = ControllerSignature.Lines(new ControllerDetails { Name = "Pieni Oy" }, Language.Fi);

        Assert.Equal(["Pieni Oy", "Rekisteri: Asiakasrekisteri"], lines);
    }
}
