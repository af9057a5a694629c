using CustomerRegister.Mail;

namespace CustomerRegister.Notices;

/// <summary>
/// Who keeps the register and whom to turn to, in the language of whoever reads it: the same lines at the end of every mail, letter and invoice (N1).
/// </summary>
public static class ControllerSignature
{
    /// <summary>A line for each thing that is set.</summary>
    public static IReadOnlyList<string> Lines(ControllerDetails controller, Language language)
    {
        string Named(string key, string value) => value.Length == 0 ? "" : MailTexts.In(language, $"Signature.{key}", value);
        return
        [
            .. new[]
            {
                Joined(controller.Name, Named("BusinessId", controller.BusinessId)),
                Named("Register", controller.RegisterName),
                controller.Address,
                Joined(controller.Email, controller.Phone),
                Named("ContactPerson", controller.ContactPerson),
                Named("DataProtectionOfficer", controller.DataProtectionOfficer),
            }.Where(line => line.Length > 0),
        ];
    }

    private static string Joined(params IEnumerable<string> parts) => string.Join(", ", parts.Where(part => part.Length > 0));
}
