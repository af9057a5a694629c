using CustomerRegister.Mail;
using CustomerRegister.Notices;
using CustomerRegister.Requests;

namespace CustomerRegister.Retention;

/// <summary>What a person is told when their erasure has been carried out: what is erased, what lives on without them, and what is kept, on which grounds, until when. Kinds and days only: no numbers that lead to the person.</summary>
internal static class ErasureReceipt
{
    public static string Subject(Language language, ControllerDetails controller) => MailTexts.In(language, "Erased.Subject", controller.RegisterName);

    public static string Body(Language language, ErasurePlan plan, ControllerDetails controller) => plan.ErasesEverything
        ? MailTexts.In(language, "Erased.Body", controller.Name, controller.ContactLine)
        : MailTexts.In(language, "ErasedPartly.Body", string.Join("\n\n", Parts(language, plan)), controller.Name, controller.ContactLine);

    private static IEnumerable<string> Parts(Language language, ErasurePlan plan)
    {
        var outcomes = plan.Decisions.ToLookup(d => d.Outcome);
        yield return Part("Erased", outcomes[CategoryOutcome.Erased].Select(Name).DefaultIfEmpty(MailTexts.In(language, "Receipt.Nothing")));
        if (outcomes.Contains(CategoryOutcome.Anonymised))
            yield return Part("Anonymised", outcomes[CategoryOutcome.Anonymised].Select(Name));
        yield return Part("Kept", outcomes[CategoryOutcome.Kept].Select(d =>
            $"{(d.InPart ? MailTexts.In(language, "Receipt.InPart", Name(d)) : Name(d))}: {string.Join("; ", d.Grounds.Select(g => Words(g, language)).Distinct())}"));

        string Part(string outcome, IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"– {line}").Prepend(MailTexts.In(language, $"Receipt.{outcome}")));

        string Name(CategoryDecision decision) => LetterTexts.In(language, $"Category.{decision.Category}");
    }

    // The ground names the first day on which it keeps nothing; people are told the last on which it keeps.
    private static string Words(Ground ground, Language language) => ground.Until is { } until
        ? MailTexts.In(language, "Ground.Until", MailTexts.In(language, $"Ground.{ground.Kind}"), MailTexts.Day(until.AddDays(-1), language))
        : MailTexts.In(language, $"Ground.{ground.Kind}");
}
