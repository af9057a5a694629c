using CustomerRegister.Requests;

namespace CustomerRegister.Retention;

/// <summary>An erasure that a person asked for and got, while it is not over.</summary>
/// <param name="DueAt">From when on it is carried out: until then either side can stop it.</param>
/// <param name="IsBegun">What no ground kept is gone; the rest goes when the last ground ends.</param>
public sealed record ErasureAhead(RequestId Request, long Number, DateTime DueAt, bool IsBegun);
