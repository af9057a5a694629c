using System.ComponentModel.DataAnnotations;
using CustomerRegister.Tests.Support;
using CustomerRegister.Web.Localization;
using CustomerRegister.Web.Pages.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Tests.Localization;

public class ValidationMessagesTests
{
    private static readonly IServiceProvider _services = Services();

    private sealed class Form
    {
        [Required]
        public string? Name { get; set; }

        [EmailAddress]
        public string? Email { get; set; } = "not an address";

        [StringLength(5)]
        public string? PostalCode { get; set; } = "0010000";

        [Required(ErrorMessage = "Oma viesti.")]
        public string? Own { get; set; }
    }

    [Theory]
    [InlineData("fi", "Tämä tieto puuttuu.", "Kirjoita sähköpostiosoite muodossa nimi@esimerkki.fi.", "Kirjoita enintään 5 merkkiä.")]
    [InlineData("sv", "Uppgiften saknas.", "Skriv e-postadressen i formen namn@exempel.fi.", "Skriv högst 5 tecken.")]
    [InlineData("en", "This is missing.", "Enter an e-mail address such as name@example.com.", "Enter at most 5 characters.")]
    public void Attributes_without_a_message_speak_the_readers_language(string language, string name, string email, string postalCode)
    {
        Speaking.In(language);
        var context = new ActionContext(new DefaultHttpContext { RequestServices = _services }, new RouteData(), new ActionDescriptor());
        _services.GetRequiredService<IObjectModelValidator>().Validate(context, null, "", new Form());

        string Message(string key) => context.ModelState[key]!.Errors.Single().ErrorMessage;
        Assert.Equal(name, Message("Name"));
        Assert.Equal(email, Message("Email"));
        Assert.Equal(postalCode, Message("PostalCode"));
        Assert.Equal("Oma viesti.", Message("Own"));
    }

    [Theory]
    [InlineData("fi", "Kirjoita luku numeroin.")]
    [InlineData("sv", "Skriv ett tal med siffror.")]
    [InlineData("en", "Enter a number in digits.")]
    public void What_cannot_be_read_as_a_number_is_said_in_the_readers_language(string language, string expected)
    {
        Speaking.In(language);
        var messages = _services.GetRequiredService<IOptions<MvcOptions>>().Value.ModelBindingMessageProvider;
        Assert.Equal(expected, messages.ValueMustBeANumberAccessor("Luottoraja"));
    }

    private static IServiceProvider Services()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRegisterLocalization();
        builder.Services.AddRegisterPages();
        return builder.Build().Services;
    }
}
