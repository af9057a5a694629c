using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace CustomerRegister.Web.Localization;

/// <summary>Gives binding and validation messages in the reader's language to every attribute that has none of its own.</summary>
internal sealed class ValidationMessages(IStringLocalizer<ValidationTexts> texts) : IPostConfigureOptions<MvcOptions>, IValidationMetadataProvider
{
    // These come with a message in English, where the others come with none.
    private static readonly HashSet<string?> _builtIn =
        [null, new EmailAddressAttribute().ErrorMessage, new PhoneAttribute().ErrorMessage, new UrlAttribute().ErrorMessage];

    // After all other configuration: the attributes must have been collected before their messages can be given.
    public void PostConfigure(string? name, MvcOptions options)
    {
        options.ModelMetadataDetailsProviders.Add(this);
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => texts["Invalid"]);
        messages.SetMissingBindRequiredValueAccessor(_ => texts["Required"]);
        messages.SetMissingKeyOrValueAccessor(() => texts["Required"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => texts["Required"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => texts["Invalid"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["Invalid"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => texts["Number"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => texts["Invalid"]);
        messages.SetValueIsInvalidAccessor(_ => texts["Invalid"]);
        messages.SetValueMustBeANumberAccessor(_ => texts["Number"]);
        messages.SetValueMustNotBeNullAccessor(_ => texts["Required"]);
    }

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
        {
            if (_builtIn.Contains(attribute.ErrorMessage) && attribute.ErrorMessageResourceName is null && KeyOf(attribute) is { } key)
                attribute.ErrorMessage = key;
        }
    }

    // The key stands in ErrorMessage; data annotations localization then looks it up in ValidationTexts.
    private static string? KeyOf(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => "Required",
        EmailAddressAttribute => "Email",
        PhoneAttribute => "Phone",
        UrlAttribute => "Url",
        RangeAttribute => "Range",
        StringLengthAttribute { MinimumLength: > 0 } => "LengthBetween",
        StringLengthAttribute or MaxLengthAttribute => "TooLong",
        MinLengthAttribute => "TooShort",
        CompareAttribute => "NotTheSame",
        RegularExpressionAttribute => "Invalid",
        _ => null,
    };
}
