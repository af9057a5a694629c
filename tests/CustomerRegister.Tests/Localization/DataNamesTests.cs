using System.Reflection;
using CustomerRegister.Audit;
using CustomerRegister.Data;
using CustomerRegister.PersonalData;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Tests.Localization;

public sealed class DataNamesTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().AddRegisterLocalization().BuildServiceProvider();

    private static readonly PersonalDataMap Map = PersonalDataMap.Of(new SqliteRegisterContext(new DbContextOptionsBuilder<SqliteRegisterContext>().UseSqlite("Data Source=:memory:").Options));

    public static TheoryData<string> Languages => ["fi", "sv", "en"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_reported_table_and_column_has_a_name(string language)
    {
        Speaking.In(language);
        var texts = Services.GetRequiredService<IStringLocalizer<DataTexts>>();

        Assert.Empty(Map.Tables.Where(t => t.Columns.Any(c => c.IsReported) && texts[t.Key].ResourceNotFound).Select(t => t.Key));
        Assert.Empty(Map.Tables.SelectMany(t => t.Columns.Where(c => c.IsReported).Select(c => $"{t.Key}.{c.Key}")).Where(key => texts[key].ResourceNotFound));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_term_that_a_report_can_hold_has_a_name(string language)
    {
        Speaking.In(language);
        var terms = Services.GetRequiredService<TermNames>();
        var types = Map.Tables.SelectMany(t => t.Columns).Where(c => c.IsReported)
            .Select(c => Nullable.GetUnderlyingType(c.Property.ClrType) ?? c.Property.ClrType).Where(t => t.IsEnum)
            .Append(typeof(DataCategory)).Distinct();

        Assert.Empty(types.SelectMany(t => Enum.GetValues(t).Cast<Enum>()).Where(value => terms[value] == $"{value.GetType().Name}.{value}"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_logged_action_is_told_in_words(string language)
    {
        Speaking.In(language);
        var names = Services.GetRequiredService<AuditNames>();
        var codes = typeof(AuditAction).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!);

        Assert.Empty(codes.Where(code => names.Action(code) == code));
    }

    [Theory]
    [InlineData("fi", "kyllä", "22.11.2026", "5\u00a0%", "1\u00a0234,5678")]
    [InlineData("sv", "ja", "22.11.2026", "5\u00a0%", "1\u00a0234,5678")]
    [InlineData("en", "yes", "22 November 2026", "5\u00a0%", "1,234.5678")]
    public void Values_are_shown_as_the_reader_writes_them_and_no_digit_is_lost(string language, string yes, string day, string discount, string price)
    {
        Speaking.In(language);
        var names = Services.GetRequiredService<DataNames>();

        Assert.Equal(yes, names.Value(new("given", "consentDecision.given"), true));
        Assert.Equal(day, names.Value(new("placedOn", "order.placedOn"), new DateOnly(2026, 11, 22)));
        Assert.Equal(discount, names.Value(new("discount", "orderLine.discount"), 0.05m));
        Assert.Equal(price, names.Value(new("unitPrice", "orderLine.unitPrice"), 1234.5678m));
        Assert.Equal("", names.Value(new("to", "contactRole.to"), null));
    }

    [Fact]
    public void The_log_names_roles_and_fields()
    {
        Speaking.Finnish();
        var names = Services.GetRequiredService<DataNames>();

        Assert.Equal("Asiakaspalvelu, Tietosuojavastaava", names.Value(new("actorRole", "auditEntry.actorRole"), "CustomerService+PrivacyOfficer"));
        Assert.Equal("Sähköpostiosoite, Etunimi", names.Value(new("fields", "auditEntry.fields"), "Email,FirstName"));
        Assert.Equal("Organisaation yhteyshenkilö 1042; Kirjanpitolaki 77 (1.1.2027)", names.Value(new("doneGrounds", "retentionRunPerson.doneGrounds"), "ContactPerson:1042;AccountingAct:77@2027-01-01"));
    }
}
