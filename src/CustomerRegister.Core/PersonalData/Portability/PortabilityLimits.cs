namespace CustomerRegister.PersonalData.Portability;

/// <summary>How much of a package is taken in at most: far more than a person has, and far less than would fill a disk or the memory. Lengths are those of the published schema, in characters.</summary>
public static class PortabilityLimits
{
    /// <summary>Of the package as it comes, in bytes.</summary>
    public const long Package = 32 * 1024 * 1024;

    /// <summary>Of all files together once they are unpacked, in bytes: a small file can be packed so that it fills a disk.</summary>
    public const long Unpacked = 128 * 1024 * 1024;

    public const int Files = 100;

    public const int Name = 200;
    public const int PersonName = 100;
    public const int Website = 500;
    public const int Code = 60;
    public const int Page = 100;
    public const int Message = 20_000;
    public const int Reference = 100;
    public const int Product = 200;
    public const decimal Amount = 1_000_000_000_000m;

    /// <summary>Orders, and lines of one order.</summary>
    public const int Rows = 100_000;
}
