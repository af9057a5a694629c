using System.CommandLine;

namespace CustomerRegister.Web.Cli;

/// <summary>Verbs of the same executable. Results go to standard output, logs to standard error; 0 is success.</summary>
public static class CommandLine
{
    private static readonly string[] Questions = ["--help", "-h", "-?", "--version"];

    /// <summary>Whether a verb, or what the verbs are, is asked; anything else is a setting of the server, such as <c>--urls</c>.</summary>
    public static bool Asked(string[] args) => args is [var first, ..] && (!first.StartsWith('-') || Questions.Contains(first));

    public static Task<int> Run(WebApplication app, string[] args) => Verbs(app.Services).Parse(args).InvokeAsync();

    public static RootCommand Verbs(IServiceProvider services) => new("CustomerRegister")
    {
        MigrateCommand.Make(services),
        ImportCommand.Make(services),
        UndoImportCommand.Make(services),
        RetentionCommand.Make(services),
        ErasuresCommand.Make(services),
        AuditCommand.Make(services),
        BackupCommand.Make(services),
        StatisticsCommand.Make(services),
    };
}
