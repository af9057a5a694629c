using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CustomerRegister.Consents;
using CustomerRegister.Notices;
using CustomerRegister.PersonalData;
using CustomerRegister.Retention;

namespace CustomerRegister.Web.Pages.My.Receipts;

/// <summary>A consent record with who keeps it, for how long, and where it is withdrawn.</summary>
/// <param name="RightsAt">Where the person makes use of their rights.</param>
/// <param name="Kept">From the end of the customer relationship.</param>
public sealed record ConsentReceipt(ConsentRecord Record, ControllerDetails Controller, string WithdrawAt, string NoticeAt, string RightsAt, RetentionPeriod Kept)
{
    private const string Ourselves = "controller", Authority = "supervisory-authority", Person = "pii-principal";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public string FileName => $"consent-{Record.PurposeCode}-{Record.Events[0].At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>
    /// A receipt with the whole record in it, in the field names of ISO/IEC TS 27560:2023, sections 6.3.4 to 6.3.7 (processing, PII, parties, events) with the headers of record and receipt.
    /// Ours are <c>text_version</c>, <c>text_sha256</c>, <c>event_channel</c> and <c>state</c>. Where data is stored and who receives it is told by the notice to which <c>privacy_notice</c> leads.
    /// </summary>
    /// <remarks>The names as the W3C community group for data privacy vocabularies lists them: https://w3id.org/dpv/guides/consent-27560 (final report of 1 August 2024).</remarks>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            SchemaVersion = "ISO/IEC TS 27560:2023",
            // The record as it was after so many events.
            ReceiptId = string.Create(CultureInfo.InvariantCulture, $"{Record.RecordId}-{Record.Events.Count}"),
            RecordId = Record.RecordId.ToString(),
            PiiPrincipalId = Record.CustomerNumber.ToString(CultureInfo.InvariantCulture),
            PiiProcessing = new
            {
                PrivacyNotice = NoticeAt,
                Language = Record.Language.Code(),
                Purposes = new[]
                {
                    new
                    {
                        Purpose = Record.Name,
                        PurposeType = Record.PurposeCode,
                        PurposeDescription = Record.Words,
                        TextVersion = Record.Version,
                        TextSha256 = Record.TextHash,
                        LawfulBasis = Record.Basis.ToString(),
                        PiiInformation = Enum.GetValues<DataCategory>().Where(category => DataUse.PurposesOf(category).Contains(Record.PurposeCode))
                            .Select(category => new { PiiType = JsonNamingPolicy.CamelCase.ConvertName(category.ToString()) }),
                        PiiControllers = new[] { Ourselves },
                        RetentionPeriod = $"{Kept} from the end of the customer relationship",
                        Jurisdiction = "FI",
                        WithdrawalMethod = WithdrawAt,
                        PrivacyRights = RightsAt,
                        AuthorityParty = Authority,
                    },
                },
            },
            PartyIdentification = new[]
            {
                new
                {
                    PartyId = Ourselves,
                    PartyName = Controller.Name,
                    PartyRole = Ourselves,
                    PartyAddress = Controller.Address,
                    PartyEmail = Controller.Email,
                    PartyPhone = Controller.Phone,
                    PartyContact = Controller.ContactPerson,
                },
                new
                {
                    PartyId = Authority,
                    PartyName = "Tietosuojavaltuutetun toimisto",
                    PartyRole = "authority",
                    PartyAddress = Controller.Authority.PostalAddress,
                    PartyEmail = Controller.Authority.Email,
                    PartyPhone = Controller.Authority.Phone,
                    PartyContact = Controller.Authority.Website,
                },
            },
            Events = Record.Events.Select(e => new
            {
                EventTime = e.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ValidityDuration = e.Given ? "until withdrawn, or until the purpose reads otherwise" : "until given again",
                EntityId = Person,
                EventType = "explicit",
                EventState = e.Given ? "given" : "withdrawn",
                EventChannel = e.Channel.ToString(),
            }),
            State = Record.State.ToString(),
        },
        Written);
}
