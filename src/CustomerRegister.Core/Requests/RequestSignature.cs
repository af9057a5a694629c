namespace CustomerRegister.Requests;

/// <summary>An electronic signature: who signed which words, when and how they were signed in.</summary>
/// <param name="Name">As the person typed it.</param>
/// <param name="StatementHash">SHA-256, in hexadecimal, of the exact statement shown; its words are a <see cref="SignedStatement"/>.</param>
/// <param name="Seal">Binds all of it to the request and its message; see <see cref="SignatureCheck"/>.</param>
public sealed record RequestSignature(string Name, DateTime At, string Method, string StatementHash, string? Seal = null);
