using CustomerRegister.Imports;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>Why a row of an import was rejected, in the reader's language.</summary>
public static class RejectionReasons
{
    public static string Reason(this IStringLocalizer<TermTexts> texts, ImportReason reason, int? expected, int? found) =>
        texts[$"{nameof(ImportReason)}.{reason}", expected ?? 0, found ?? 0];
}
