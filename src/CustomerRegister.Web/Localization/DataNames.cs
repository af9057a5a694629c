using System.Globalization;
using CustomerRegister.Customers;
using CustomerRegister.Disclosures;
using CustomerRegister.PersonalData;
using CustomerRegister.Requests;
using CustomerRegister.Retention;
using Microsoft.Extensions.Localization;

namespace CustomerRegister.Web.Localization;

/// <summary>What the personal data map reports, in the reader's language: names of tables and columns, and their values.</summary>
public sealed class DataNames(IStringLocalizer<DataTexts> texts, AuditNames audit, TermNames terms)
{
    private readonly FormerDetails former = new(texts, terms);

    /// <summary>The heading of a table: <c>Tilaukset</c>.</summary>
    public string Table(ReportTable table) => texts[table.Key].Value;

    public string Column(ReportColumn column) => texts[column.LabelKey].Value;

    /// <summary>A cell as a reader sees it; empty where nothing is stored.</summary>
    public string Value(ReportColumn column, object? value) => (column.LabelKey, value) switch
    {
        (_, null) => "",
        ("auditEntry.action", string code) => audit.Action(code),
        ("auditEntry.purpose", string code) => audit.Purpose(code),
        ("auditEntry.actorRole", string role) => audit.Role(role),
        ("auditEntry.fields", string fields) => Fields(fields),
        ("retentionRunPerson.plannedGrounds" or "retentionRunPerson.doneGrounds" or "requestedErasure.grounds", string grounds) => Grounds(grounds),
        ("dataSubjectRequest.decisionGrounds", string grounds) => Readable(grounds, text => string.Join("; ", text.Split(';').Select(g => terms[Enum.Parse<DecisionGround>(g)]))),
        ("dataSubjectRequest.decisionParts", string parts) => Readable(parts, text => string.Join("; ", RefusedPart.Parse(text).Select(p => $"{terms[p.Category]}: {terms[p.Ground]}"))),
        ("mergedRow.table", string table) => texts[table].Value,
        ("mergedRow.values", string stored) => former.InWords(stored),
        ("broughtRecord.values", string stored) => former.BroughtInWords(stored),
        ("dataSubjectRequest.signature.method", CustomerRegister.Requests.AskAsVisitor.VerifiedEmail) => texts["signature.verifiedEmail"].Value,
        ("dataSubjectRequest.signature.method", string method) => Enum.TryParse<Portal.SignInMethod>(method, out var known) ? terms[known] : method,
        ("orderLine.discount" or "orderLine.vatRate" or "invoiceLine.discount" or "invoiceLine.vatRate", decimal fraction) => fraction.ToString("0.##\u00a0%", CultureInfo.CurrentCulture),
        ("order.freight" or "orderLine.unitPrice" or "invoice.total" or "invoice.net" or "invoice.received" or "invoice.credited" or "invoice.writtenOff"
            or "invoiceLine.unitPrice" or "invoiceLine.net" or "invoicePayment.amount" or "creditNote.total", decimal amount) => amount.ToString("#,##0.00##", CultureInfo.CurrentCulture),
        ("pageView.page", string page) => Page(page),
        ("pageView.seconds", int seconds) => Duration(seconds),
        (_, decimal number) => number.ToString("#,##0.####", CultureInfo.CurrentCulture),
        // The staff's word for it, one's own organisation, would mislead the person who reads.
        (_, SourceKind.Controller) => texts["source.controller"].Value,
        (_, bool yes) => texts[yes ? "yes" : "no"].Value,
        (_, DateOnly day) => day.Day(),
        (_, DateTime instant) => instant.Moment(),
        (_, Enum term) => terms[term],
        (_, PhoneNumber phone) => phone.Readable,
        (_, ReportReference reference) => reference.Name.In(Languages.Of(CultureInfo.CurrentUICulture)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A page of the visit log by its title, or that of the pages it lies under.</summary>
    /// <param name="address">As it is stored: <c>/my/requests/{id}</c>.</param>
    public string Page(string address)
    {
        for (var part = address.TrimEnd('/'); part.Length > 0; part = part[..Math.Max(0, part.LastIndexOf('/'))])
        {
            if (texts[$"page:{part}"] is { ResourceNotFound: false } name)
                return name;
        }

        return address == "/" ? texts["page:/"] : address;
    }

    /// <summary>2 min 5 s.</summary>
    public static string Duration(int seconds) => seconds < 60 ? $"{seconds}\u00a0s" : seconds % 60 == 0 ? $"{seconds / 60}\u00a0min" : $"{seconds / 60}\u00a0min {seconds % 60}\u00a0s";

    /// <summary>Numbers stand on the right of their column.</summary>
    public static bool IsNumber(object? value) => value is decimal or int;

    /// <summary>The class of a value's cell in a table.</summary>
    public static string? LookOf(object? value) => IsNumber(value) ? "number" : value is DateOnly or DateTime ? "nowrap" : null;

    private string Grounds(string stored) => Readable(stored, text => string.Join("; ", ErasurePlan.ParseGrounds(text).Select(Ground)));

    private static string Readable(string stored, Func<string, string> read)
    {
        try
        {
            return read(stored);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // A person's answer is never held up by a form that a former version stored.
            return stored;
        }
    }

    private string Ground(Ground ground) => string.Join(' ', new[]
    {
        terms[ground.Kind],
        ground.Reference?.ToString(CultureInfo.InvariantCulture),
        ground.Until is { } until ? $"({until.Day()})" : null,
    }.Where(part => part is not null));

    /// <summary>Names of fields in an audit entry; one that has no name stands as it is.</summary>
    private string Fields(string fields) => string.Join(", ", fields.Split(',').Select(field =>
        audit.Field(field) ?? Tables.Select(table => texts[$"{table}.{char.ToLowerInvariant(field[0])}{field[1..]}"]).Append(texts[field]).FirstOrDefault(name => !name.ResourceNotFound)?.Value ?? Term(field) ?? field));

    // What an entry is about may be a category, or what a recipient is told.
    private string? Term(string field) => Terms.FirstOrDefault(type => Enum.IsDefined(type, field)) is { } type ? terms[(Enum)Enum.Parse(type, field)] : null;

    private static readonly Type[] Terms = [typeof(DataCategory), typeof(RecipientNoticeKind), typeof(NoticeOutcome)];

    // Whose columns the log names.
    private static readonly string[] Tables = ["customer", "contactRole", "dataSubjectRequest", "order", "invoice", "creditNote", "paperRecord"];
}
