using System.Globalization;
using CustomerRegister.Consents;
using CustomerRegister.Data;
using Microsoft.EntityFrameworkCore;

namespace CustomerRegister.Requests;

public enum SignatureState
{
    /// <summary>The words, the message, the name, the time and the way of signing in are those of the moment of signing.</summary>
    Unaltered,

    /// <summary>Something was changed afterwards, or the key is another.</summary>
    Altered,

    /// <summary>It was made before signatures were sealed: the text is known, but nothing proves the message.</summary>
    NotSealed,
}

/// <param name="Statement">The exact words; null where they are not kept.</param>
public sealed record CheckedSignature(SignatureState State, string? Statement);

/// <summary>Verifies an electronic signature from what is stored: that nothing it covers was changed since (N32, N35).</summary>
public sealed class SignatureCheck(RegisterContext db, RequestKey key)
{
    /// <returns>Null when the request is not signed.</returns>
    public async Task<CheckedSignature?> Run(DataSubjectRequest request, CancellationToken ct) => (await Run([request], ct)).GetValueOrDefault(request.Id);

    /// <summary>Those of many requests, by two queries at most.</summary>
    /// <returns>None of a request that is not signed.</returns>
    public async Task<IReadOnlyDictionary<RequestId, CheckedSignature>> Run(IReadOnlyCollection<DataSubjectRequest> requests, CancellationToken ct)
    {
        List<DataSubjectRequest> signed = [.. requests.Where(r => r.Signature is not null)];
        if (signed.Count == 0)
            return new Dictionary<RequestId, CheckedSignature>();
        List<string> hashes = [.. signed.Select(r => r.Signature!.StatementHash).Distinct()];
        var texts = await db.SignedStatements.Where(s => hashes.Contains(s.Hash)).ToDictionaryAsync(s => s.Hash, s => s.Text, ct);
        List<RequestId> objections = [.. signed.Where(r => r.Type == RequestType.Objection).Select(r => r.Id)];
        var against = (objections.Count == 0 ? [] : await db.ObjectedPurposes.AsNoTracking().Where(o => objections.Contains(o.RequestId) && o.IsSigned).ToListAsync(ct)).ToLookup(o => o.RequestId, o => o.PurposeId);
        return signed.ToDictionary(r => r.Id, r => Check(r, r.Signature!, texts.GetValueOrDefault(r.Signature!.StatementHash), against[r.Id]));
    }

    private CheckedSignature Check(DataSubjectRequest request, RequestSignature signature, string? text, IEnumerable<PurposeId> against)
    {
        if (signature.Seal is null)
            return new(SignatureState.NotSealed, text);
        var holds = signature.Seal == SealOf(key, request.Id, request.Type, request.Message, against, signature) && text is not null && Sha256.Hex(text) == signature.StatementHash;
        return new(holds ? SignatureState.Unaltered : SignatureState.Altered, text);
    }

    internal static string SealOf(RequestKey key, RequestId id, RequestType type, string? message, IEnumerable<PurposeId> against, RequestSignature signature) => key.SealOf(string.Join('\n',
        "2", id.Value.ToString("N"), type, signature.StatementHash, Sha256.Hex(message ?? ""), string.Join(',', against.Select(p => p.Value.ToString("N")).Order(StringComparer.Ordinal)), Sha256.Hex(signature.Name), signature.Method,
        signature.At.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture)));
}
