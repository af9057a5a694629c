using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using CustomerRegister.Consents;
using CustomerRegister.Notices;

namespace CustomerRegister.Web.Pages.My.Receipts;

/// <summary>A consent record with who keeps it and where it is withdrawn.</summary>
public sealed record ConsentReceipt(ConsentRecord Record, ControllerDetails Controller, string WithdrawAt, string NoticeAt)
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public string FileName => $"consent-{Record.PurposeCode}-{Record.Events[0].At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>The fields of ISO/IEC TS 27560:2023, sections 6.2 to 6.5: header, processing, parties and events.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            SchemaVersion = "ISO/IEC TS 27560:2023",
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
                        PurposeId = Record.PurposeCode,
                        Purpose = Record.Name,
                        Description = Record.Words,
                        TextVersion = Record.Version,
                        TextSha256 = Record.TextHash,
                        LawfulBasis = Record.Basis.ToString(),
                        ConsentType = "explicit",
                        WithdrawalMethod = WithdrawAt,
                    },
                },
            },
            PartyIdentification = new[]
            {
                new
                {
                    PartyRole = "controller",
                    PartyName = Controller.Name,
                    PartyAddress = Controller.Address,
                    PartyEmail = Controller.Email,
                    PartyPhone = Controller.Phone,
                },
            },
            State = Record.State.ToString(),
            Events = Record.Events.Select(e => new
            {
                EventTime = e.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                EventType = e.Given ? "given" : "withdrawn",
                EventChannel = e.Channel.ToString(),
            }),
        },
        Written);
}
