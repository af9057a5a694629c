using CustomerRegister.Customers;
using CustomerRegister.Mail;
using CustomerRegister.Notices;
using static CustomerRegister.Requests.LetterTexts;

namespace CustomerRegister.Requests;

/// <summary>
/// Writes the letters that tell of a step on the way to the decision, in the person's language. That more time is needed is always written; the rest where there is no e-mail address by which the
/// person could be told. Pure functions of the facts: the preview is the letter.
/// </summary>
public static class StepLetter
{
    /// <summary>More time is needed, until which day and why (GDPR Art. 12(3)).</summary>
    public static LetterText Extension(DataSubjectRequest request, DateOnly deadline, string? reasons, ControllerDetails controller)
    {
        var language = request.Language;
        return new(In(language, "Extension.Title", request.Number),
        [
            Asked(request),
            In(language, "Extension.Until", MailTexts.Day(deadline, language)),
            In(language, "Extension.Reasons") + "\n" + WrittenText.Lines(reasons)?.Replace("\n\n", "\n", StringComparison.Ordinal),
            DecisionLetter.Complaint(controller.Authority, language),
            In(language, "Court"),
        ]);
    }

    /// <summary>Proof of identity is asked for, and what becomes of the time meanwhile (GDPR Art. 12(6)).</summary>
    public static LetterText Identity(DataSubjectRequest request, ControllerDetails controller)
    {
        var language = request.Language;
        List<string> paragraphs = [Asked(request), In(language, "Identity.Why"), In(language, "Identity.How", request.Number, controller.ContactLine)];
        if (request.ClockStands)
            paragraphs.Add(In(language, "Identity.ClockStands"));
        return new(In(language, "Identity.Title", request.Number), paragraphs);
    }

    /// <summary>What the staff wrote to the person.</summary>
    public static LetterText Message(DataSubjectRequest request, string text, ControllerDetails controller) =>
        new(In(request.Language, "Message.Title", request.Number), [Asked(request), WrittenText.Lines(text) ?? "", In(request.Language, "Message.Answer", request.Number, controller.ContactLine)]);

    /// <summary>The request was taken back, which whoever did not do it themselves learns so.</summary>
    /// <param name="endsRestriction">Whether a restriction has ended with it.</param>
    public static LetterText Withdrawal(DataSubjectRequest request, bool endsRestriction, ControllerDetails controller)
    {
        List<string> paragraphs = [Asked(request), In(request.Language, "Withdrawal.Done")];
        if (endsRestriction)
            paragraphs.Add(In(request.Language, "Withdrawal.Restriction"));
        paragraphs.Add(In(request.Language, "Withdrawal.NotYou", controller.ContactLine));
        return new(In(request.Language, "Withdrawal.Title", request.Number), paragraphs);
    }

    private static string Asked(DataSubjectRequest request) => In(request.Language, "Asked", MailTexts.Day(request.ReceivedOn, request.Language), In(request.Language, $"Type.{request.Type}"));
}
