using CustomerRegister.Data;
using CustomerRegister.Documents;
using CustomerRegister.Notices;

namespace CustomerRegister.Web.Documents;

/// <summary>The privacy notice as it reads now, in every language, to be kept as a version.</summary>
public sealed class NoticeSnapshot(ReadNotice read, ControllerDetails controller, IDocumentRenderer renderer)
{
    public async Task<LocalizedText> Take(CancellationToken ct)
    {
        var facts = await read.Run(ct);
        return new(await In(Language.Fi), await In(Language.Sv), await In(Language.En));

        async Task<string> In(Language language) =>
            (await renderer.Render("NoticeText", new NoticeBody(facts, controller, language), language, ct)).ReplaceLineEndings("\n").Trim();
    }
}

/// <summary>What the body of the notice is made from.</summary>
public sealed record NoticeBody(NoticeFacts Facts, ControllerDetails Controller, Language Language);
