namespace CustomerRegister.Credentials;

/// <summary>How guessing is slowed down: five wrong guesses lock for a minute, the next five for two, and so on up to an hour.</summary>
public static class Lockout
{
    public const int BeforeLocking = 5;

    public static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1), LongestLock = TimeSpan.FromHours(1);

    /// <summary>How long is locked what was locked so many times before.</summary>
    public static TimeSpan After(int lockouts) => lockouts < 6 ? FirstLock * (1 << lockouts) : LongestLock;
}
