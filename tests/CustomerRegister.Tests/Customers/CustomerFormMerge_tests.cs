using System.Reflection;
using CustomerRegister.Customers;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Staff;
using CustomerRegister.Web.Pages.Staff.Customers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Tests.Customers;

/// <summary>Two people edit the same customer: the second is shown what the first saved, and neither loses anything.</summary>
public sealed class CustomerFormMerge_tests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().AddRegisterLocalization().BuildServiceProvider();
    private static readonly Guid One = Guid.Parse("01890000-0000-7000-8000-000000000001");
    private static readonly Guid Two = Guid.Parse("01890000-0000-7000-8000-000000000002");

    public CustomerFormMerge_tests() => Speaking.Finnish();

    /// <summary>Every single value of the form but the source, which is this editor's own, and what the server says; a new one must be merged too.</summary>
    public static TheoryData<string> Fields => [.. typeof(CustomerForm).GetProperties()
        .Where(p => p.PropertyType == typeof(string) || p.PropertyType == typeof(Language?))
        .Select(p => p.Name).Except([nameof(CustomerForm.SourceName), nameof(CustomerForm.LanguageSupposed)])];

    [Fact]
    public void The_form_has_no_part_that_is_not_merged() => Assert.Equal(
        ["Addresses", "AddressHiddenUntil", "LanguageSupposed", "Phones", "SourceKind", "SourceName"],
        typeof(CustomerForm).GetProperties().Select(p => p.Name).Except(Fields.Select(f => f.Data)).Order(StringComparer.OrdinalIgnoreCase));

    [Theory]
    [MemberData(nameof(Fields))]
    public void What_only_the_other_changed_is_taken_over_and_shown(string field)
    {
        var (mine, was, stored) = (Form(field, 0), Form(field, 0), Form(field, 1));

        var changes = Merge(mine, was, stored);

        Assert.Equal(Value(stored, field), Value(mine, field));
        var change = Assert.Single(changes);
        Assert.Null(change.Mine);
        Assert.NotEqual(change.Was, change.Stored);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void What_only_this_one_changed_stays_and_is_no_news(string field)
    {
        var (mine, was, stored) = (Form(field, 2), Form(field, 0), Form(field, 0));

        Assert.Empty(Merge(mine, was, stored));
        Assert.Equal(Value(Form(field, 2), field), Value(mine, field));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void What_both_changed_stays_as_typed_with_the_others_value_beside_it(string field)
    {
        var (mine, was, stored) = (Form(field, 2), Form(field, 0), Form(field, 1));

        var change = Assert.Single(Merge(mine, was, stored));

        Assert.Equal(Value(Form(field, 2), field), Value(mine, field));
        Assert.Equal(3, new HashSet<string?> { change.Was, change.Stored, change.Mine }.Count);
        Assert.All([change.Was, change.Stored, change.Mine], text => Assert.NotEqual("", text));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void What_both_changed_to_the_same_is_no_dispute(string field)
    {
        var (mine, was, stored) = (Form(field, 1), Form(field, 0), Form(field, 1));

        Assert.Null(Assert.Single(Merge(mine, was, stored)).Mine);
        Assert.Equal(Value(stored, field), Value(mine, field));
    }

    [Fact]
    public void Line_ends_of_a_browser_are_no_change()
    {
        var (mine, was, stored) = (new CustomerForm { Note = "yksi\r\nkaksi" }, new CustomerForm { Note = "yksi\nkaksi" }, new CustomerForm { Note = "kolme" });

        Merge(mine, was, stored);

        Assert.Equal("kolme", mine.Note);
    }

    // Rows: what this one typed, what stood there, what is stored now, what the form holds then, and whether that is in dispute. A dash is no row, "=" the same as before.
    [Theory]
    [InlineData("1", "1", "1", "1", null)]
    [InlineData("1", "1", "2", "2", false)]
    [InlineData("3", "1", "1", "3", null)]
    [InlineData("3", "1", "2", "3", true)]
    [InlineData("-", "1", "1", "-", null)]
    [InlineData("", "1", "1", "-", null)]
    [InlineData("1", "1", "-", "-", false)]
    [InlineData("-", "1", "-", "-", false)]
    [InlineData("3", "1", "-", "3", true)]
    // The other changed what this one removed: it stays for a decision.
    [InlineData("-", "1", "2", "2", true)]
    [InlineData("", "1", "2", "2", true)]
    public void Rows_are_merged_one_by_one(string mine, string was, string stored, string expected, bool? dispute)
    {
        var forms = new[] { mine, was, stored }.Select(text => new CustomerForm
        {
            Phones = text == "-" ? [] : [new PhoneFields { Id = One, Kind = PhoneKind.Mobile, Number = text.Length == 0 ? null : $"+358 40 {text}" }],
            Addresses = text == "-" ? [] : [new AddressFields { Id = Two, Kind = AddressKind.Visiting, Street = text.Length == 0 ? null : $"Kuja {text}" }],
        }).ToList();

        var changes = Merge(forms[0], forms[1], forms[2]);

        Assert.Equal(expected == "-" ? [] : [$"+358 40 {expected}"], forms[0].Phones.Select(p => p.Number));
        Assert.Equal(expected == "-" ? [] : [$"Kuja {expected}"], forms[0].Addresses.Select(a => a.Street));
        Assert.Equal(dispute is null ? 0 : 2, changes.Count);
        Assert.All(changes, change => Assert.Equal(dispute, change.Mine is not null));
        // A row of somebody else's that is gone cannot be changed any more: it comes back as a new one.
        if (stored == "-" && expected != "-")
            Assert.Null(forms[0].Phones[0].Id);
    }

    [Fact]
    public void New_rows_of_both_are_kept()
    {
        var mine = new CustomerForm { Phones = [new PhoneFields { Number = "1" }, new PhoneFields()] };
        var stored = new CustomerForm { Phones = [new PhoneFields { Id = One, Number = "2" }] };

        var change = Assert.Single(Merge(mine, new CustomerForm(), stored));

        Assert.Equal(["2", "1"], mine.Phones.Select(p => p.Number));
        Assert.Equal(("", "2", null), (change.Was, change.Stored, change.Mine));
    }

    [Fact]
    public void Addresses_that_have_been_protected_meanwhile_are_not_compared()
    {
        var row = new AddressFields { Id = One, Street = "Salakuja 7" };
        var changes = Merge(
            new CustomerForm { Addresses = [row with { City = "Turku" }] }, new CustomerForm { Addresses = [row] }, new CustomerForm { AddressHiddenUntil = new DateOnly(2030, 1, 1) });

        Assert.Empty(changes);
    }

    private static IReadOnlyList<ChangedField> Merge(CustomerForm mine, CustomerForm was, CustomerForm stored) =>
        new CustomerFormMerge(Services.GetRequiredService<IStringLocalizer<StaffTexts>>(), Services.GetRequiredService<TermNames>()).Merge(mine, was, stored);

    /// <summary>A form that is the same as all others but in one field, which has one of three values.</summary>
    private static CustomerForm Form(string field, int variant)
    {
        var form = new CustomerForm { FirstName = "Aino", LastName = "Virtanen", Language = Language.Fi, SourceKind = SourceKind.Controller };
        var property = typeof(CustomerForm).GetProperty(field, BindingFlags.Public | BindingFlags.Instance)!;
        property.SetValue(form, property.PropertyType == typeof(string) ? $"arvo {variant}" : Enum.GetValues<Language>()[variant]);
        return form;
    }

    private static object? Value(CustomerForm form, string field) => typeof(CustomerForm).GetProperty(field)!.GetValue(form);
}
