using CustomerRegister.Tests.Support;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CustomerRegister.Tests.Pages.TagHelpers;

public class FieldTagHelperTests : TagTest<FieldTagHelperTests.Person>
{
    public sealed class Person
    {
        public string? Name { get; set; }

        public DateOnly? Born { get; set; } = new DateOnly(1956, 3, 2);

        public decimal? Limit { get; set; } = 1234.5m;

        public string? Language { get; set; } = "sv";
    }

    [Fact]
    public void The_label_and_the_hint_belong_to_the_input()
    {
        var field = Field(person => person.Name, "Nimi");
        field.Hint = "Kuten passissa";
        var html = Render(field, attributes: ("autocomplete", "name"));

        var input = html.QuerySelector("input")!;
        Assert.Equal("Nimi", html.QuerySelector($"label[for={input.Id}]")!.TextContent);
        Assert.Equal("Kuten passissa", html.QuerySelector("#" + input.GetAttribute("aria-describedby"))!.TextContent);
        Assert.Equal("name", input.GetAttribute("autocomplete"));
        Assert.Null(input.GetAttribute("aria-invalid"));
    }

    [Fact]
    public void An_error_stands_beside_the_field_with_what_was_typed()
    {
        State.SetModelValue("Name", new ValueProviderResult("<Pirkko>"));
        State.AddModelError("Name", "Liian lyhyt.");
        var field = Field(person => person.Name, "Nimi");
        field.Hint = "Vihje";
        var html = Render(field);

        var input = html.QuerySelector("input")!;
        Assert.Equal("<Pirkko>", input.GetAttribute("value"));
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal("Name-hint Name-error", input.GetAttribute("aria-describedby"));
        Assert.Equal("Liian lyhyt.", html.QuerySelector("#Name-error.ds-validation-message")!.TextContent);
    }

    [Theory]
    [InlineData("fi", "Nimi (ei pakollinen)")]
    [InlineData("sv", "Nimi (frivilligt)")]
    [InlineData("en", "Nimi (optional)")]
    public void What_may_be_left_empty_says_so(string language, string expected)
    {
        Speaking.In(language);
        var field = Field(person => person.Name, "Nimi");
        field.Optional = true;
        Assert.Equal(expected, Render(field).QuerySelector("label")!.TextContent);
    }

    [Theory]
    [InlineData("fi")]
    [InlineData("en")]
    public void A_day_is_asked_with_a_date_input_whatever_the_language(string language)
    {
        Speaking.In(language);
        var input = Render(Field(person => person.Born, "Syntynyt")).QuerySelector("input")!;
        Assert.Equal("date", input.GetAttribute("type"));
        Assert.Equal("1956-03-02", input.GetAttribute("value"));
    }

    [Theory]
    [InlineData("fi", "1234,5")]
    [InlineData("en", "1234.5")]
    public void A_number_is_written_in_the_readers_language(string language, string expected)
    {
        Speaking.In(language);
        var input = Render(Field(person => person.Limit, "Raja")).QuerySelector("input")!;
        Assert.Equal(expected, input.GetAttribute("value"));
        Assert.Equal("decimal", input.GetAttribute("inputmode"));
    }

    [Fact]
    public void Rows_make_a_text_area()
    {
        Model.Name = "Pitkä\njuttu";
        var field = Field(person => person.Name, "Huomautus");
        field.Rows = 4;
        var area = Render(field).QuerySelector("textarea.ds-input")!;
        Assert.Equal("4", area.GetAttribute("rows"));
        Assert.Equal("Pitkä\njuttu", area.TextContent.Trim());
    }

    [Fact]
    public void Options_make_a_select_with_the_value_chosen()
    {
        var field = Field(person => person.Language, "Kieli");
        field.Options = [new SelectListItem("suomi", "fi"), new SelectListItem("ruotsi", "sv")];
        var select = Render(field).QuerySelector("select.ds-input")!;
        Assert.Equal("sv", select.QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Equal(2, select.QuerySelectorAll("option").Length);
    }

    [Fact]
    public void A_select_without_a_value_asks_to_choose()
    {
        Model.Language = null;
        var field = Field(person => person.Language, "Kieli");
        field.Options = [new SelectListItem("suomi", "fi")];
        Assert.Equal("Valitse", Render(field).QuerySelector("option[value='']")!.TextContent);
    }

    [Fact]
    public void A_password_never_comes_back()
    {
        Model.Name = "salainen";
        var field = Field(person => person.Name, "Salasana");
        field.Type = "password";
        var input = Render(field, attributes: ("autocomplete", "current-password")).QuerySelector("input")!;
        Assert.Equal("password", input.GetAttribute("type"));
        Assert.Null(input.GetAttribute("value"));
        Assert.Equal("Name", input.GetAttribute("name"));
    }
}
