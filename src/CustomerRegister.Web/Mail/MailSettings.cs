namespace CustomerRegister.Web.Mail;

public enum MailTransportKind
{
    /// <summary>Messages become .eml files in a folder: for development and tests.</summary>
    Folder,
    Smtp,
}

/// <summary>Read from <c>Mail</c>: <c>Transport</c>, <c>From</c>, <c>Folder</c> and <c>Smtp:*</c>.</summary>
public sealed class MailSettings
{
    public MailTransportKind Transport { get; set; } = MailTransportKind.Folder;
    public string From { get; set; } = "asiakasrekisteri@localhost";
    /// <summary>For the folder transport; <c>mail</c> in the data folder unless named.</summary>
    public string? Folder { get; set; }
    public SmtpSettings Smtp { get; set; } = new();
}

public sealed class SmtpSettings
{
    public string Host { get; set; } = "localhost";
    public int Port { get; set; } = 587;
    public string? User { get; set; }
    public string? Password { get; set; }
    /// <summary>A PEM file with the certificates that the organisation's own mail server is signed by; null where a usual authority signed it.</summary>
    public string? Authority { get; set; }
    /// <summary>False only for a server on the same machine: otherwise the connection is encrypted or not made.</summary>
    public bool RequireTls { get; set; } = true;
}
