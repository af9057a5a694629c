namespace CustomerRegister.Requests;

/// <summary>A file as somebody sends it.</summary>
/// <param name="Name">As the browser told it: nothing is believed of it.</param>
public sealed record SentFile(string? Name, byte[] Content);

public enum FileProblem
{
    Empty,

    /// <summary>See <see cref="RequestAttachment.Largest"/>.</summary>
    TooLarge,

    /// <summary>By its content it is none of <see cref="AttachmentType"/>.</summary>
    UnknownType,
}

/// <summary>A file whose size and content have been looked at.</summary>
public sealed record CheckedFile(string Name, AttachmentType Type, byte[] Content)
{
    public static Outcome<CheckedFile, FileProblem> Of(SentFile file) =>
        file.Content.Length == 0 ? FileProblem.Empty
        : file.Content.Length > RequestAttachment.Largest ? FileProblem.TooLarge
        : AttachmentTypes.Of(file.Content) is not { } type ? FileProblem.UnknownType
        : new CheckedFile(AttachmentTypes.SafeName(file.Name, type), type, file.Content);
}
